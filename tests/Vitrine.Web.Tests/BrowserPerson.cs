using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Vitrine.Web.Tests;

/// <summary>Someone at a browser of their own, who does what a person would: reads, fills in, chooses, presses.</summary>
internal sealed class BrowserPerson(IBrowserContext context, IPage page, SiteFixture site) : IAsyncDisposable
{
    public IPage Page => page;

    /// <summary>What the browser complained about: failed loads, broken policy, errors of scripts.</summary>
    public List<string> Complaints { get; } = [];

    public string Path => new Uri(page.Url).AbsolutePath;

    public static async Task<BrowserPerson> OpenAsync(IBrowser browser, SiteFixture site, BrowserNewContextOptions? options = null)
    {
        options ??= new();
        options.ViewportSize ??= new() { Width = 1440, Height = 900 };
        options.ReducedMotion = ReducedMotion.Reduce;
        options.BaseURL = site.Address;
        var context = await browser.NewContextAsync(options);
        var page = await context.NewPageAsync();
        page.SetDefaultTimeout(60_000);
        var person = new BrowserPerson(context, page, site);
        page.Console += (_, message) =>
        {
            // An answer of refusal is no complaint: the browser notes each as a failed load.
            if (message.Type is "error" or "warning" && !message.Text.Contains("the server responded with a status of", StringComparison.Ordinal))
            {
                person.Complaints.Add($"{page.Url}: {message.Text}");
            }
        };
        page.PageError += (_, error) => person.Complaints.Add($"{page.Url}: {error}");
        return person;
    }

    public async Task SignInAsync(string name)
    {
        await page.GotoAsync(Routes.SignIn);
        await FillAsync("Name", name);
        await FillAsync("Password", SiteFixture.Password);
        await FillAsync("Code from your authenticator", site.Code(name));
        await PressAsync("Sign in");
        Assert.Equal(Routes.Home, Path);
    }

    public Task FillAsync(string label, string text) => page.GetByLabel(label, new() { Exact = true }).FillAsync(text);

    public Task ChooseAsync(string label, string option) => page.GetByLabel(label, new() { Exact = true }).SelectOptionAsync(new SelectOptionValue { Label = option });

    public Task CheckAsync(string label) => page.GetByRole(AriaRole.Radio, new() { NameRegex = new Regex($"^{label}") }).CheckAsync();

    public Task PressAsync(string button) => LeadAsync(page, () => page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync());

    public Task FollowAsync(string link) => LeadAsync(page, () => page.GetByRole(AriaRole.Link, new() { Name = link, Exact = true }).First.ClickAsync());

    public Task ClickAsync(string selector) => LeadAsync(page, () => page.ClickAsync(selector));

    /// <summary>Does what leads to another page, and waits until that page is there.</summary>
    public static async Task LeadAsync(IPage page, Func<Task> act)
    {
        var there = new TaskCompletionSource();
        void Arrived(object? sender, IPage arrived) => there.TrySetResult();
        page.Load += Arrived;
        try
        {
            await act();
            await there.Task.WaitAsync(TimeSpan.FromSeconds(20));
        }
        finally
        {
            page.Load -= Arrived;
        }
    }

    /// <summary>Asks for an address, even where the browser is there already; gives the answer's status.</summary>
    public async Task<int> GoAsync(string address) => ((await page.GotoAsync(address)) ?? (await page.ReloadAsync()))!.Status;

    /// <summary>What can be read on the page.</summary>
    public Task<string> ReadAsync() => page.InnerTextAsync("body");

    public async Task<string> HeadingAsync() => (await page.InnerTextAsync("h1")).Trim();

    public ValueTask DisposeAsync() => context.DisposeAsync();
}
