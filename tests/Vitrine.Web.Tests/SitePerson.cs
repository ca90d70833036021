using System.Net;
using System.Text.RegularExpressions;

namespace Vitrine.Web.Tests;

/// <summary>Whoever asks the site over HTTP, with their cookies and the newest form token.</summary>
public sealed partial class SitePerson(HttpClient http)
{
    private readonly Dictionary<string, string> _cookies = new(StringComparer.Ordinal);

    /// <summary>The form token of the page seen last.</summary>
    public string Token { get; private set; } = "";

    /// <summary>The attributes of every cookie that was set.</summary>
    public List<string> SetCookies { get; } = [];

    public async Task<(HttpStatusCode Status, string Page)> GetAsync(string path)
    {
        using var answer = await SendAsync(HttpMethod.Get, path, null);
        var page = await answer.Content.ReadAsStringAsync();
        if (FormToken().Match(page) is { Success: true } match)
        {
            Token = WebUtility.HtmlDecode(match.Groups[1].Value);
        }

        return (answer.StatusCode, page);
    }

    /// <summary>What a program gets that accepts a media type.</summary>
    public async Task<(HttpStatusCode Status, string? Type, string Text)> GetAsync(string path, string accept)
    {
        using var answer = await SendAsync(HttpMethod.Get, path, null, accept);
        return (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType, await answer.Content.ReadAsStringAsync());
    }

    public Task<HttpResponseMessage> PostAsync(string path, params (string Name, string Value)[] fields) =>
        SendAsync(HttpMethod.Post, path, [("form-token", Token), .. fields]);

    public Task<HttpResponseMessage> PostWithoutTokenAsync(string path) => SendAsync(HttpMethod.Post, path, []);

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, (string Name, string Value)[]? fields, string? accept = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (accept is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept", accept);
        }

        request.Headers.TryAddWithoutValidation("Cookie", string.Join("; ", _cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
        request.Content = fields is null ? null : new FormUrlEncodedContent(fields.Select(field => new KeyValuePair<string, string>(field.Name, field.Value)));
        var answer = await http.SendAsync(request);
        foreach (var cookie in answer.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies : [])
        {
            SetCookies.Add(cookie);
            var pair = cookie.Split(';')[0].Split('=', 2);
            _cookies[pair[0]] = pair[1];
        }

        return answer;
    }

    [GeneratedRegex("name=\"form-token\" value=\"([^\"]+)\"")]
    private static partial Regex FormToken();
}
