using System.Collections.Concurrent;
using System.Security.Cryptography;
using Vitrine.Centre;
using Vitrine.Proofs;

namespace Vitrine.Web;

/// <summary>Who is signed in: in memory, by the digest of a random token that the browser alone holds.</summary>
/// <remarks>A stopped server signs everybody out, and with them the laboratory's keys that their passwords opened.</remarks>
public sealed class SignIns(OpenCentre centre) : IDisposable
{
    /// <summary>The cookie; its prefix makes browsers refuse it from anywhere but this site itself.</summary>
    public const string Cookie = "__Host-vitrine";

    private static readonly TimeSpan IdleLimit = TimeSpan.FromMinutes(60);
    private static readonly TimeSpan LongestLimit = TimeSpan.FromHours(12);

    private readonly ConcurrentDictionary<Digest, Entry> _entries = new();

    /// <summary>Lets a person in; gives the token for the cookie.</summary>
    public string Open(Centre.SignedIn identity)
    {
        var token = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        var now = centre.Time.GetUtcNow();
        _entries[Key(token)] = new Entry(identity, now) { Seen = now };
        return token;
    }

    /// <summary>Who holds this token; null for nobody.</summary>
    public Centre.SignedIn? Find(string? token)
    {
        if (token is null || !_entries.TryGetValue(Key(token), out var entry))
        {
            return null;
        }

        var now = centre.Time.GetUtcNow();
        if (IsOver(entry, now))
        {
            return null;
        }

        entry.Seen = now;
        return entry.Identity;
    }

    /// <summary>Lets the holder of a token out.</summary>
    public void Close(string? token)
    {
        if (token is not null && _entries.TryRemove(Key(token), out var entry))
        {
            entry.Identity.Keys?.Dispose();
        }
    }

    /// <summary>Forgets those whose time is over.</summary>
    public void Sweep()
    {
        var now = centre.Time.GetUtcNow();
        foreach (var (key, entry) in _entries)
        {
            if (IsOver(entry, now) && _entries.TryRemove(key, out _))
            {
                entry.Identity.Keys?.Dispose();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var entry in _entries.Values)
        {
            entry.Identity.Keys?.Dispose();
        }

        _entries.Clear();
    }

    private static Digest Key(string token) => Digest.Of(System.Text.Encoding.UTF8.GetBytes(token));

    private static bool IsOver(Entry entry, DateTimeOffset now) => now - entry.Seen >= IdleLimit || now - entry.Began >= LongestLimit;

    private sealed record Entry(Centre.SignedIn Identity, DateTimeOffset Began)
    {
        public DateTimeOffset Seen { get; set; }
    }
}
