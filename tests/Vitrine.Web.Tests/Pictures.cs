using System.Text.Json;
using Microsoft.Playwright;

namespace Vitrine.Web.Tests;

/// <summary>Shows every sample to Chromium: for people who look at pictures, and for axe-core.</summary>
internal static class Pictures
{
    private static readonly (string Name, int Width, int Height)[] Sizes = [("wide", 1440, 900), ("narrow", 390, 844)];

    public static async Task<int> TakeAsync(string folder, string prefix)
    {
        Directory.CreateDirectory(folder);
        await using var host = await SampleHost.StartAsync("http://127.0.0.1:0");
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await Browser.LaunchAsync(playwright);
        foreach (var (size, width, height) in Sizes)
        {
            foreach (var scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
            {
                var page = await browser.NewPageAsync(new()
                {
                    ViewportSize = new() { Width = width, Height = height },
                    ColorScheme = scheme,
                });
                page.Console += (_, message) => Console.WriteLine($"{page.Url}: {message.Text}");
                foreach (var name in SampleHost.Pages.Keys.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)))
                {
                    await page.GotoAsync($"{host.Address}/sample/{name}");
                    var overflow = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
                    if (overflow > 0)
                    {
                        Console.WriteLine($"{name} {size}: {overflow} px wider than the window");
                    }

                    if (Environment.GetEnvironmentVariable("PROBE") is { } probe)
                    {
                        Console.WriteLine($"{name} {size}: {await page.EvaluateAsync<string>(probe)}");
                    }

                    await page.ScreenshotAsync(new()
                    {
                        Path = Path.Combine(folder, $"{name}-{size}-{scheme.ToString().ToLowerInvariant()}.png"),
                        FullPage = true,
                    });
                }

                await page.CloseAsync();
            }
        }

        return 0;
    }

    public static async Task<int> CheckAsync(string script, string prefix)
    {
        var axe = await File.ReadAllTextAsync(script);
        var found = 0;
        await using var host = await SampleHost.StartAsync("http://127.0.0.1:0");
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await Browser.LaunchAsync(playwright);
        foreach (var (size, width, height) in Sizes)
        {
            foreach (var scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
            {
                // The check's own script is injected, which the pages' policy rightly forbids.
                var page = await browser.NewPageAsync(new()
                {
                    ViewportSize = new() { Width = width, Height = height },
                    ColorScheme = scheme,
                    BypassCSP = true,
                });
                foreach (var name in SampleHost.Pages.Keys.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)))
                {
                    await page.GotoAsync($"{host.Address}/sample/{name}");
                    await page.EvaluateAsync("document.querySelectorAll('details').forEach(one => { if (!one.name) one.open = true; })");
                    await page.AddScriptTagAsync(new() { Content = axe });
                    var result = await page.EvaluateAsync<JsonElement>("axe.run({ resultTypes: ['violations'] })");
                    foreach (var violation in result.GetProperty("violations").EnumerateArray())
                    {
                        found++;
                        var nodes = violation.GetProperty("nodes").EnumerateArray().ToArray();
                        Console.WriteLine($"{name} {size} {scheme}: {violation.GetProperty("id").GetString()} ({nodes.Length}) {nodes[0].GetProperty("html").GetString()}");
                        Console.WriteLine($"    {nodes[0].GetProperty("failureSummary").GetString()?.ReplaceLineEndings(" ")}");
                    }
                }

                await page.CloseAsync();
            }
        }

        Console.WriteLine($"{found} violations");
        return found == 0 ? 0 : 1;
    }
}
