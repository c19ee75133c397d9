export declare const root: string
export declare function ensureClient(): void
export declare function ensureBuilt(): void
export declare function ensureEmbeddedImage(): Promise<void>
export declare function ensureBenchBuilt(): void
export declare function canBuild(): boolean
