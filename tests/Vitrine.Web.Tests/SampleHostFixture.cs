namespace Vitrine.Web.Tests;

/// <summary>One host of the sample pages for a test class.</summary>
public sealed class SampleHostFixture : IAsyncLifetime
{
    private SampleHost? host;

    public HttpClient Http { get; } = new();

    public async Task InitializeAsync()
    {
        host = await SampleHost.StartAsync("http://127.0.0.1:0");
        Http.BaseAddress = new Uri(host.Address);
    }

    public async Task DisposeAsync()
    {
        Http.Dispose();
        if (host is not null)
        {
            await host.DisposeAsync();
        }
    }
}
