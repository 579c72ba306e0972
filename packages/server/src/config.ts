/** The only reader of `process.env`. */
