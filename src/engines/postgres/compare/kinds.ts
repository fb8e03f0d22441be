import type { Kind } from "./kind.ts";
import { aggregate } from "./kinds/aggregate.ts";
import { cast, transform } from "./kinds/cast.ts";
import { changedPrivileges } from "./kinds/changed-privileges.ts";
import { collation, conversion } from "./kinds/collation.ts";
import { column } from "./kinds/column.ts";
import { comment, sharedComment } from "./kinds/comment.ts";
import { constraint, domainConstraint } from "./kinds/constraint.ts";
import { database } from "./kinds/database.ts";
import { defaultPrivileges } from "./kinds/default-privileges.ts";
import { extension } from "./kinds/extension.ts";
import { extensionPart, extensionRowSecurity } from "./kinds/extension-part.ts";
import { foreignDataWrapper, foreignServer, userMapping } from "./kinds/foreign-data.ts";
import { routine } from "./kinds/function.ts";
import { indexOnTable } from "./kinds/index-on-table.ts";
import { language } from "./kinds/language.ts";
import { largeObjects } from "./kinds/large-objects.ts";
import { membership } from "./kinds/membership.ts";
import { accessMethod, operator, operatorClass, operatorFamily } from "./kinds/operator.ts";
import { parameter } from "./kinds/parameter.ts";
import { policy } from "./kinds/policy.ts";
import { publication, publishedTable } from "./kinds/publication.ts";
import { role } from "./kinds/role.ts";
import { rule } from "./kinds/rule.ts";
import { schema } from "./kinds/schema.ts";
import { securityLabel, sharedSecurityLabel } from "./kinds/security-label.ts";
import { sequence } from "./kinds/sequence.ts";
import { setting } from "./kinds/setting.ts";
import { statistics } from "./kinds/statistics.ts";
import { subscription } from "./kinds/subscription.ts";
import { table } from "./kinds/table.ts";
import { tablespace } from "./kinds/tablespace.ts";
import * as textSearch from "./kinds/text-search.ts";
import { eventTrigger, trigger } from "./kinds/trigger.ts";
import { type } from "./kinds/type.ts";
import { materializedView, view } from "./kinds/view.ts";

/** What belongs to the cluster as a whole, read once; the order is that of a report. */
export const clusterKinds: readonly Kind[] = [
  database,
  role,
  membership,
  setting,
  parameter,
  tablespace,
  subscription,
  sharedComment,
  sharedSecurityLabel,
];

/** What every database holds, read in each; the order is that of a report: what others are part of comes first. */
export const databaseKinds: readonly Kind[] = [
  schema,
  extension,
  language,
  type,
  domainConstraint,
  table,
  column,
  constraint,
  indexOnTable,
  statistics,
  sequence,
  view,
  materializedView,
  routine,
  aggregate,
  trigger,
  rule,
  policy,
  eventTrigger,
  cast,
  transform,
  operator,
  operatorClass,
  operatorFamily,
  accessMethod,
  collation,
  conversion,
  textSearch.textSearchParser,
  textSearch.textSearchTemplate,
  textSearch.textSearchDictionary,
  textSearch.textSearchConfiguration,
  foreignDataWrapper,
  foreignServer,
  userMapping,
  publication,
  publishedTable,
  defaultPrivileges,
  changedPrivileges,
  extensionRowSecurity,
  extensionPart,
  largeObjects,
  comment,
  securityLabel,
];
