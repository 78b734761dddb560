/**
 * Whether WebGL would be drawn by a graphics processor. Where the main processor has to do it, as on
 * many virtual machines, every frame takes longer than with DOM elements.
 */
let known: boolean | undefined; // to ask costs a context

export function isDrawnByGpu(): boolean {
  known ??= ask();
  return known;
}

function ask(): boolean {
  const context = document
    .createElement('canvas')
    .getContext('webgl2', { failIfMajorPerformanceCaveat: true });
  if (context === null) return false;
  // Firefox names it without the extension. Chromium's own SwiftShader passes for no caveat.
  const info = context.getExtension('WEBGL_debug_renderer_info');
  const renderer = context.getParameter(info?.UNMASKED_RENDERER_WEBGL ?? context.RENDERER);
  context.getExtension('WEBGL_lose_context')?.loseContext(); // a page may have few
  return !/swiftshader|llvmpipe|softpipe|basic render/i.test(String(renderer));
}
