-- Checks of what was computed, and functions with several outputs.

-- How the checks came out that ran with the computation. Null: there were none.
alter table headwater.materializations add column checks json;
-- The step that ran the function, where it is not the step that published: of another output, or of an earlier run. Outputs are only taken
-- over together if one computation made them all.
alter table headwater.materializations add column computed_by text;

-- Names of the failed error checks that the step's materialization carries.
alter table headwater.steps add column failed_checks text[] not null default '{}';
-- The step that runs the function, of which this step's cell is a further output: never handed out itself, it ends with that step.
alter table headwater.steps add column computed_with integer;
-- The other outputs of a step that ends.
create index steps_computed_with on headwater.steps (run_id, computed_with) where computed_with is not null;
