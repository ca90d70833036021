using System.Net;
using System.Text.RegularExpressions;

namespace Vitrine.Cli;

/// <summary>A person at the site: follows links and fills in forms over HTTP, as a browser would, without scripts.</summary>
internal sealed partial class Visitor : IDisposable
{
    private readonly HttpClient _client;
    private readonly Dictionary<string, string> _cookies = new(StringComparer.Ordinal);
    private string _token = "";

    public Visitor(string address) => _client = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = new Uri(address), Timeout = TimeSpan.FromSeconds(60) };

    /// <summary>The page that was last answered.</summary>
    public string Page { get; private set; } = "";

    /// <summary>The status that was last answered, after redirects.</summary>
    public HttpStatusCode Status { get; private set; }

    /// <summary>The address of the page that was last answered.</summary>
    public string Address { get; private set; } = "/";

    public async Task SignInAsync(DemoPerson person, CancellationToken cancellationToken)
    {
        await GetAsync("/sign-in", cancellationToken);
        await PostAsync("/sign-in", [("name", person.Name), ("password", person.Password), ("code", person.Code())], cancellationToken);
        if (!Page.Contains("/sign-out", StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"{person.Name} could not sign in: {(int)Status}.");
        }
    }

    public Task GetAsync(string path, CancellationToken cancellationToken) => SendAsync(HttpMethod.Get, path, null, cancellationToken);

    public Task PostAsync(string path, (string Name, string Value)[] fields, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, path, [new("form-token", _token), .. fields.Select(field => new KeyValuePair<string, string>(field.Name, field.Value))], cancellationToken);

    public void Dispose() => _client.Dispose();

    private async Task SendAsync(HttpMethod method, string path, KeyValuePair<string, string>[]? fields, CancellationToken cancellationToken)
    {
        for (var redirects = 0; redirects < 5; redirects++)
        {
            using var request = new HttpRequestMessage(method, path);
            request.Headers.TryAddWithoutValidation("Cookie", string.Join("; ", _cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
            request.Content = fields is null ? null : new FormUrlEncodedContent(fields);
            using var response = await _client.SendAsync(request, cancellationToken);
            Keep(response);
            Status = response.StatusCode;
            Address = path;
            Page = await response.Content.ReadAsStringAsync(cancellationToken);
            if (response.Headers.Location is not { } next)
            {
                _token = Token().Match(Page) is { Success: true } match ? WebUtility.HtmlDecode(match.Groups[1].Value) : _token;
                return;
            }

            (method, path, fields) = (HttpMethod.Get, next.OriginalString.Split('#')[0], null);
        }
    }

    private void Keep(HttpResponseMessage response)
    {
        if (response.Headers.TryGetValues("Set-Cookie", out var cookies))
        {
            foreach (var pair in cookies.Select(cookie => cookie.Split(';')[0].Split('=', 2)))
            {
                _cookies[pair[0]] = pair[1];
            }
        }
    }

    [GeneratedRegex("name=\"form-token\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
