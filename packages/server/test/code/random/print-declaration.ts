/** Writes down the declarations and assets of a random program, tokens one blank apart. */
import { nameOf, type PrintContext } from "./print-context.ts";
import type { Body } from "./program.ts";

const typeOf = ({ style }: PrintContext, type = "number"): string => (style.kinds.has("types") ? ` : ${type}` : "");
const localOf = ({ style }: PrintContext, index: number): string => (style.kinds.has("renamed locals") ? `value${index}` : `x${index}`);

function printBody(context: PrintContext, { locals, branch, result }: Body, scope: readonly string[], answer: (text: string) => string): string {
  const reach = [...scope];
  const lines = locals.map((local) => {
    const name = localOf(context, reach.length + 10);
    const line = `const ${name}${typeOf(context)} = Number ( ${context.expression(local, reach)} ) ;`;
    reach.push(name);
    return line;
  });
  const early = branch === null ? "" : `if ( ${context.expression(branch.test, reach)} ) return ${answer(context.expression(branch.value, reach))} ;`;
  return `{ ${lines.join(" ")} ${early} return ${answer(context.expression(result, reach))} ; }`;
}

const asNumber = (text: string): string => `Number ( ${text} )`;

export function printDeclaration(context: PrintContext, id: number, isSecond: boolean): string {
  const { program, style, expression } = context;
  const declaration = program.declarations[id];
  const name = nameOf(declaration, id, style, isSecond);
  const [x, y] = [localOf(context, 0), localOf(context, 1)];
  const type = typeOf(context);
  switch (declaration?.kind) {
    case "constant":
      return declaration.values.map((value) => `export const ${name}${type} = ${expression(value, [])} ;`).join(" ");
    case "object":
      return `export const ${name} = { ${declaration.values.map((value, index) => `k${index} : ${expression(value, [])}`).join(" , ")} } ;`;
    case "registry":
      return `export const ${name}${typeOf(context, "Record < string , number >")} = { } ;`;
    case "function": {
      const parameters = `( ${x}${type} , ${y}${type} = ${expression(declaration.default, [])} )${type}`;
      const body = printBody(context, declaration.body, [x, y], asNumber);
      return declaration.isArrow ? `export const ${name} = ${parameters} => ${body} ;` : `export function ${name} ${parameters} ${body}`;
    }
    case "class": {
      const body = printBody(context, declaration.body, [x, "this . held", `${name} . base`], asNumber);
      const holding = `constructor ( ${x}${type} ) { this . held = ${x} ; }`;
      return `export class ${name} { static base${type} = ${expression(declaration.field, [])} ; held${type} ; ${holding} sum ( ${x}${type} )${type} ${body} }`;
    }
    case "pair": {
      const head = `export function ${name} ( ${x}${type} )${type} { return ! ( ${x} > 0 ) ?`;
      if (isSecond) return `${head} 1 : ${context.reference(id)} ( ${x} - 1 ) ; }`;
      return `${head} ${expression(declaration.stop, [x])} : ${context.reference(id, true)} ( ${x} - 1 ) + Number ( ${expression(declaration.step, [x])} ) ; }`;
    }
    default:
      return "";
  }
}

export function printAsset(context: PrintContext, position: number): string {
  const { program, style, expression } = context;
  const plan = program.assets[position];
  if (plan === undefined) return "";
  const inputs = plan.inputs.map((input) => `i${input}`);
  const scope = [
    ...(plan.config === null ? [] : ["config . n"]),
    ...(plan.params === null ? [] : ["params . rate"]),
    ...inputs.map((input) => `${input} . length`),
  ];
  const text = style.kinds.has("renamed locals") ? "written" : "text";
  const isDocumented = style.kinds.has("documentation");
  const described = isDocumented ? ' . describe ( "documented" ) . meta ( { title : "Text" } )' : "";
  const transform = plan.transform === null ? "" : ` . transform ( ( ${text} ) => ${text} + "/" + ${expression(plan.transform, [`${text} . length`])} )`;
  const fields = [
    ...(isDocumented ? ['description : "documented"', 'tags : { of : "random" }', "retry : { attempts : 2 }"] : []),
    `output : z . string ( )${described}${transform}`,
    ...(plan.config === null ? [] : [`config : z . object ( { n : z . number ( ) . default ( ${expression(plan.config, [])} ) } )`]),
    ...(plan.params === null ? [] : ["params : { rate }"]),
    ...(inputs.length === 0
      ? []
      : [`inputs : { ${plan.inputs.map((input) => `i${input} : a${input}${program.assets[input]?.params == null ? "" : " [ 0 ]"}`).join(" , ")} }`]),
    `run : ( { ${inputs.join(" , ")} } , { config , params } ) => ${printBody(context, plan.body, scope, (found) => `String ( ${found} )`)}`,
  ];
  const spec = `{ ${(style.kinds.has("reordered") ? fields.toReversed() : fields).join(" , ")} }`;
  if (plan.params === null) return `export const a${position} = asset ( "a${position}" , ${spec} ) ;`;
  return `export const a${position} = [ ${plan.params.map((rate) => expression(rate, [])).join(" , ")} ] . map ( ( rate , index ) => asset ( \`a${position}/\${index}\` , ${spec} ) ) ;`;
}
