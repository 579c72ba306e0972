/** GraphiQL, complete in one page: it works offline. */
import { type SiteFile, siteFile } from "./site.ts";

let page: Promise<SiteFile> | undefined;

const welcome = `# Headwater's whole interface. Try:

query Lineage {
  lineage {
    nodes { key status causes { message } rootCauses { message } }
    edges { from to input }
  }
}
`;

/** The page. Nine megabytes of editor are loaded when somebody asks for it, not before. */
export function graphiqlPage(): Promise<SiteFile> {
  page ??= renderPage();
  return page;
}

async function renderPage(): Promise<SiteFile> {
  const { renderGraphiQL } = await import("@graphql-yoga/render-graphiql");
  return siteFile("/graphiql.html", Buffer.from(renderGraphiQL({ title: "Headwater GraphQL", endpoint: "/graphql", defaultQuery: welcome })));
}
