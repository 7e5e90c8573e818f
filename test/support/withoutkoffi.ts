// Preloaded with --import: koffi is not there, as on a machine where the optional dependency was not installed.
import { registerHooks } from "node:module";

registerHooks({
  resolve: (specifier, context, next) => {
    if (specifier === "koffi") throw new Error("koffi is not installed");
    return next(specifier, context);
  },
});
