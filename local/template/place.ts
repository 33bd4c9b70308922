/** Where in the templates something stands, for the messages. */
export interface Place {
  /** CDK's path: `OtklikPipeline/Intake/Worker/Function/Resource`. */
  readonly resource: string;
  /** Inside it: `Properties.Environment.Variables.TABLE_NAME`. */
  readonly path: readonly (string | number)[];
}

export const describe = ({ resource, path }: Place): string =>
  path.length === 0 ? resource : `${resource} (${path.join(".")})`;

export const within = ({ resource, path }: Place, step: string | number): Place => ({
  resource,
  path: [...path, step],
});
