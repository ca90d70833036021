using System.CommandLine;
using Vitrine.Centre;

namespace Vitrine.Cli;

/// <summary>The key files of the two parties who open a session only together, and why they do.</summary>
internal sealed class DisputeKeys : IDisposable
{
    private DisputeKeys(PartyKeys host, PartyKeys authority)
    {
        Host = host;
        Authority = authority;
    }

    public static Option<string> HostFolder { get; } = new("--host") { Description = "The folder with the host's keys.", HelpName = "DIR" };

    public static Option<string> AuthorityFolder { get; } = new("--authority") { Description = "The folder with the authority's keys.", HelpName = "DIR" };

    public static Option<string> Reason { get; } = new("--reason") { Description = "Why it is opened; stands in the record." };

    public PartyKeys Host { get; }

    public PartyKeys Authority { get; }

    /// <summary>Reads both keys; null where neither was named.</summary>
    /// <exception cref="BadInputException">One of them, or the reason, is missing.</exception>
    public static DisputeKeys? Read(ParseResult parsed)
    {
        var (host, authority) = (parsed.GetValue(HostFolder), parsed.GetValue(AuthorityFolder));
        if (host is null && authority is null)
        {
            return null;
        }

        if (host is null || authority is null)
        {
            throw new BadInputException("A session opens with both keys only: name --host and --authority.");
        }

        if (string.IsNullOrWhiteSpace(parsed.GetValue(Reason)))
        {
            throw new BadInputException("Say why the session is opened: --reason TEXT");
        }

        var hostKeys = PartyKeys.Read(host);
        try
        {
            return new DisputeKeys(hostKeys, PartyKeys.Read(authority));
        }
        catch
        {
            hostKeys.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Host.Dispose();
        Authority.Dispose();
    }
}
