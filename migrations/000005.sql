-- Outputs may be files: a list of them is the stored value, their bytes lie beside it.

alter table headwater.materializations
  drop constraint materializations_format_check,
  add constraint materializations_format_check check (format in ('value', 'table', 'files'));
