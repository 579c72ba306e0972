/** Logo, navigation, connection and theme. */
import Link from "next/link";
import { usePathname } from "next/navigation";
import { ConnectionState } from "../live/banners.tsx";
import { ThemeButton } from "../theme/theme-button.tsx";
import { WorkersState } from "./workers-state.tsx";

const pages = [
  { href: "/overview", label: "Overview", routes: ["/overview"] },
  { href: "/", label: "Lineage", routes: [] },
  { href: "/catalog", label: "Catalog", routes: ["/catalog", "/assets", "/materializations"] },
  { href: "/runs", label: "Runs", routes: ["/runs"] },
];

export function Header() {
  const path = usePathname();
  return (
    <header className="flex shrink-0 flex-wrap items-center gap-x-6 border-b border-line bg-surface px-3 max-sm:pt-2 sm:h-13 sm:px-4">
      <Link href="/" className="flex items-center gap-2.5 rounded-lg text-[0.95rem] font-semibold tracking-tight">
        <Logo />
        <span className="max-sm:sr-only">Headwater</span>
      </Link>
      <nav aria-label="Main" className="flex h-full items-stretch gap-1 max-sm:order-last max-sm:h-10 max-sm:w-full max-sm:justify-between">
        {pages.map(({ href, label, routes }) => (
          <Link
            key={href}
            href={href}
            aria-current={path === href || routes.some((route) => path.startsWith(route)) ? "page" : undefined}
            className="flex items-center border-b-2 border-transparent px-2.5 font-medium text-ink-2 hover:text-ink aria-[current=page]:border-accent aria-[current=page]:text-ink"
          >
            {label}
          </Link>
        ))}
      </nav>
      <div className="ml-auto flex items-center gap-4">
        <WorkersState />
        <ConnectionState />
        <ThemeButton />
      </div>
    </header>
  );
}

/** Three springs that become one stream. */
function Logo() {
  return (
    <svg aria-hidden="true" width="26" height="26" viewBox="0 0 32 32" fill="none" strokeLinecap="round">
      <rect width="32" height="32" rx="8" fill="#0b5a6e" />
      <path d="M7 6c0 7 4 8 9 11" stroke="#8fe3ee" strokeWidth="2.6" />
      <path d="M25 6c0 7-4 8-9 11" stroke="#4cc3d9" strokeWidth="2.6" />
      <path d="M16 6v11c0 4-2 5-2 9" stroke="#fff" strokeWidth="3" />
    </svg>
  );
}
