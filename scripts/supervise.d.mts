export interface Supervised {
  restart(): Promise<void>
  stop(): Promise<void>
}
export interface SuperviseOptions {
  readonly command: string
  readonly args: () => readonly string[]
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly onEnd?: (code: number | null) => void
}
export declare function supervise(options: SuperviseOptions): Supervised
