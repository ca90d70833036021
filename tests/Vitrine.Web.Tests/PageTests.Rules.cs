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
          for (const form of document.querySelectorAll("form[method=post]")) if (!form.querySelector("[name=form-token]")) problems.push("a form without its token");
          if (/[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u200B-\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/.test(document.body.innerText)) problems.push("a hidden character");
          return problems;
        }
        """;

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
