/** The plots of an asset's history, and the same as a table for those who do not see them. */
import { useMemo } from "react";
import { Plot } from "./plot.tsx";
import type { MaterializationRow } from "./queries.ts";
import { type Series, seriesOf, summaryOf } from "./series.ts";

export function Plots({ rows }: { readonly rows: readonly MaterializationRow[] }) {
  const series = useMemo(() => seriesOf(rows), [rows]);
  if (series.length === 0) return null;
  return (
    <section aria-label="Numbers over time" data-testid="plots" className="mb-5">
      <div className="grid grid-cols-[repeat(auto-fill,minmax(min(17rem,100%),1fr))] gap-4">
        {series.map((one) => (
          <Plot key={one.name} series={one} />
        ))}
      </div>
      <SummaryTable series={series} />
    </section>
  );
}

const SummaryTable = ({ series }: { readonly series: readonly Series[] }) => (
  <table className="sr-only">
    <caption>Numbers over the materializations that are listed below</caption>
    <thead>
      <tr>
        {["Name", "Latest", "Lowest", "Highest", "Values"].map((title) => (
          <th key={title} scope="col">
            {title}
          </th>
        ))}
      </tr>
    </thead>
    <tbody>
      {series.map((one) => {
        const { latest, lowest, highest } = summaryOf(one);
        return (
          <tr key={one.name}>
            <th scope="row">{one.name}</th>
            <td>{latest}</td>
            <td>{lowest}</td>
            <td>{highest}</td>
            <td>{one.points.length}</td>
          </tr>
        );
      })}
    </tbody>
  </table>
);
