/** The assets of a selection that take a config, with the fields of their forms. */
import { queryOptions } from "@tanstack/react-query";
import { request } from "../graphql/request.ts";
import { fieldsOf } from "./fields.ts";
import { configSchemasQuery } from "./queries.ts";

export const configFormsOptions = (select: string) =>
  queryOptions({
    queryKey: ["asset", "config", select],
    queryFn: async ({ signal }) => {
      const { lineage } = await request(configSchemasQuery, { select }, signal);
      return lineage.nodes.flatMap(({ key, configSchema }) => (configSchema === null ? [] : [{ asset: key, fields: fieldsOf(configSchema) }]));
    },
  });

export interface ConfigFormOf {
  readonly asset: string;
  readonly fields: ReturnType<typeof fieldsOf>;
}
