/** What one installation of the Teams app is run with. The same shape as in config/environment.ts. */
export interface TeamsSettings {
  readonly appId: string;
  readonly appPassword: string;
  /** Single tenant: what comes from another is refused. */
  readonly tenantId: string;
  /** Null in an address: Microsoft's public cloud. A value replaces the default. */
  readonly openIdMetadataUrl: string | null;
  /** The full v2.0 token endpoint. */
  readonly tokenUrl: string | null;
  /** Prefixes of the normalised URL. */
  readonly serviceUrls: readonly string[] | null;
  readonly tokenIssuers: readonly string[] | null;
  readonly allowUnauthenticated: boolean;
}
