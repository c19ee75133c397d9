// Runs in the page, as text: the test programs are compiled without the browser's types.

/**
 * Every visible piece of text whose contrast with what is behind it is under 4.5 : 1 (WCAG 2.1,
 * 1.4.3), as lines.
 */
export const poorContrasts = `(() => {
  const channels = (colour) => (colour.match(/[\\d.]+/g) ?? []).map(Number)
  const luminance = (colour) => {
    const [r, g, b] = channels(colour).slice(0, 3).map((value) => value / 255)
      .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4))
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const contrast = (a, b) => {
    const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y)
    return (light + 0.05) / (dark + 0.05)
  }
  const walls = (element) => {
    for (let at = element; at !== null; at = at.parentElement) {
      const style = getComputedStyle(at)
      if (style.backgroundImage !== 'none') return style.backgroundImage.match(/rgba?\\([^)]*\\)/g)
      if ((channels(style.backgroundColor)[3] ?? 1) !== 0) return [style.backgroundColor]
    }
    return ['rgb(255, 255, 255)']
  }
  const isText = (node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim() !== ''
  return [...document.body.querySelectorAll('*')]
    .filter((element) => element.checkVisibility() && [...element.childNodes].some(isText))
    .flatMap((element) => walls(element).map((wall) => [contrast(getComputedStyle(element).color, wall), element]))
    .filter(([ratio]) => ratio < 4.5)
    .map(([ratio, element]) => ratio.toFixed(2) + ' ' + element.className + ' ' + element.textContent.slice(0, 40))
})()`
