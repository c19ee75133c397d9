export declare const root: string
export declare function ensureClient(): void
export declare function ensureBuilt(): void
export declare function ensureEmbeddedImage(): Promise<void>
export declare function ensureBenchBuilt(): void
export declare function changedAt(path: string, skip?: readonly string[]): number
export declare function canBuild(): boolean
