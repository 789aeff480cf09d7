export interface StatusRequest {
  output: 'text' | 'dot' | 'json' | 'yaml';
  suggest: boolean;
  allNamespaces: boolean;
  /**
   * Called as `oc`: what is printed is what `oc` prints, for the scripts that read it, and nothing of streams.
   */
  asOc: boolean;
}
