/** Beside the page where there is room, over it where there is not. */
import type { ReactNode } from "react";

export const Aside = ({ children }: { readonly children: ReactNode }) => <div className="flex max-md:absolute max-md:inset-0 max-md:z-20">{children}</div>;
