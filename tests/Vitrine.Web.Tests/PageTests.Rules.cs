using Microsoft.Playwright;

namespace Vitrine.Web.Tests;

/// <summary>What every page keeps, and who looks.</summary>
public sealed partial class PageTests
{
    /// <summary>What every page keeps, asked of the page itself.</summary>
    private const string Rules =
        """
        () => {
          const problems = [];
          const all = [...document.querySelectorAll("*")];
          const over = document.documentElement.scrollWidth - document.documentElement.clientWidth;
          if (over > 0) problems.push(`${over} px wider than the window`);
          if (document.querySelectorAll("h1").length !== 1) problems.push("not one first heading");
          if (!document.getElementById("main")) problems.push("no main part");
          const ids = all.map(one => one.id).filter(id => id);
          for (const id of ids.filter((id, index) => ids.indexOf(id) !== index)) problems.push(`id ${id} twice`);
          for (const label of document.querySelectorAll("label[for]")) if (!document.getElementById(label.htmlFor)) problems.push(`label for ${label.htmlFor}`);
          for (const one of all) for (const attribute of one.attributes) if (/^on/.test(attribute.name)) problems.push(`${attribute.name} on ${one.tagName}`);
          if (document.querySelector("style, script:not([src^='/assets/'])")) problems.push("something inline");
          const named = one => one.getAttribute("aria-label") || one.labels?.length || one.title || one.placeholder || one.textContent.trim() || one.querySelector("[aria-label], svg title");
          for (const one of document.querySelectorAll("a[href], button, summary, select, textarea, input:not([type=hidden])")) if (!named(one)) problems.push(`no name: ${one.outerHTML.slice(0, 120)}`);
          for (const one of document.querySelectorAll("img:not([alt])")) problems.push(`no text for ${one.src}`);
          for (const one of document.querySelectorAll("[aria-describedby]")) for (const id of one.getAttribute("aria-describedby").split(" ")) if (!document.getElementById(id)) problems.push(`no description ${id}`);
          for (const one of document.querySelectorAll("[tabindex]")) if (one.tabIndex > 0) problems.push(`an order of its own: ${one.outerHTML.slice(0, 80)}`);
          let level = 0;
          for (const one of document.querySelectorAll("h1, h2, h3, h4")) {
            const next = Number(one.tagName[1]);
            if (level > 0 && next > level + 1) problems.push(`${one.tagName} after H${level}: ${one.textContent.trim()}`);
            level = next;
          }
          for (const form of document.querySelectorAll("form[method=post]")) if (!form.querySelector("[name=form-token]")) problems.push("a form without its token");
          if (/[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u200B-\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/.test(document.body.innerText)) problems.push("a hidden character");
          return problems;
        }
        """;

    /// <summary>Text that does not stand out from its ground by 4.5 to 1 (3 to 1 where it is large), each pair of colours once.</summary>
    private const string Contrast =
        """
        () => {
          const parts = text => { const [r, g, b, a = 1] = text.match(/[\d.]+(e-?\d+)?/g).map(Number); return text.startsWith("color") ? [r * 255, g * 255, b * 255, a] : [r, g, b, a]; };
          const light = colour => { const [r, g, b] = colour.map(one => { const c = one / 255; return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; }); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
          const over = (top, below) => below.map((one, i) => one * (1 - top[3]) + top[i] * top[3]);
          const grounds = new Map();
          const ground = one => {
            if (!one) return [255, 255, 255];
            if (!grounds.has(one)) { const own = parts(getComputedStyle(one).backgroundColor); grounds.set(one, own[3] === 1 ? own.slice(0, 3) : over(own, ground(one.parentElement))); }
            return grounds.get(one);
          };
          const faint = new Map();
          const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          while (walk.nextNode()) {
            const one = walk.currentNode.parentElement;
            const text = walk.currentNode.data.trim();
            if (!text || one.closest("svg, .away, option, [popover]") || !one.checkVisibility()) continue;
            const style = getComputedStyle(one);
            const below = ground(one);
            const [first, second] = [light(over(parts(style.color), below)), light(below)].sort((a, b) => b - a);
            const ratio = (first + 0.05) / (second + 0.05);
            const size = parseFloat(style.fontSize);
            if (ratio < (size >= 24 || (size >= 18.66 && style.fontWeight >= 700) ? 3 : 4.5)) faint.set(`${style.color} on ${below.map(Math.round)}`, `${ratio.toFixed(2)} to 1: ${text.slice(0, 40)} (${one.className})`);
          }
          return [...faint].map(([colours, what]) => `${what}, ${colours}`);
        }
        """;

    [Fact]
    public async Task Contrast_OfFaintText_IsNamed()
    {
        var page = await browsers.Chromium.NewPageAsync();
        await page.SetContentAsync("<body style='background: #fff'><p style='color: #777'>faint</p><p style='color: #666'>dark enough</p><p style='color: color-mix(in srgb, #000 40%, #fff)'>mixed</p></body>");

        Assert.Equal(["4.48 to 1: faint", "2.85 to 1: mixed"], (await page.EvaluateAsync<string[]>(Contrast)).Select(problem => problem.Split(" (")[0]));
        await page.CloseAsync();
    }

    /// <summary>A browser for each who looks; signed in when first asked for.</summary>
    internal sealed class People(IBrowser browser, SiteFixture site) : IAsyncDisposable
    {
        private readonly Dictionary<string, BrowserPerson> _known = new(StringComparer.Ordinal);

        public async Task<BrowserPerson> OfAsync(string name)
        {
            if (!_known.TryGetValue(name, out var person))
            {
                _known[name] = person = await BrowserPerson.OpenAsync(browser, site);
                if (name.Length > 0)
                {
                    await person.SignInAsync(name);
                }
            }

            return person;
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var person in _known.Values)
            {
                await person.DisposeAsync();
            }
        }
    }
}
