using System.Net;
using Microsoft.Data.Sqlite;
using Vitrine.Centre;
using Vitrine.Register;

namespace Vitrine.Room;

/// <summary>A place from which rooms may be entered; the newest record of it counts.</summary>
/// <param name="Site">Its identifier.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Controller">The party that controls it.</param>
/// <param name="Jurisdiction">Under whose law it stands, ISO 3166-1 alpha-2.</param>
/// <param name="Terminals">The addresses of its terminals: networks in CIDR notation, or single addresses.</param>
public sealed record SiteRegistered(string Site, string Name, string Controller, string Jurisdiction, IReadOnlyList<string> Terminals) : Act
{
    /// <inheritdoc/>
    public override string Subject => $"site:{Site}";
}

/// <summary>A site as the views have it.</summary>
public sealed record Site(string Id, string Name, string Controller, string Jurisdiction, IReadOnlyList<string> Terminals, DateTimeOffset Registered)
{
    /// <summary>Whether an address is one of the site's terminals; an IPv4 address carried in IPv6 is the IPv4 address.</summary>
    public bool Holds(string terminal)
    {
        if (!IPAddress.TryParse(terminal, out var address))
        {
            return false;
        }

        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return Terminals.Any(network => Sites.Network(network)!.Value.Contains(plain));
    }
}

/// <summary>The sites of a centre.</summary>
public static class Sites
{
    private const int MaxTerminals = 64;
    private const string Select = "SELECT id, name, controller, jurisdiction, terminals, registered FROM room_site ";

    internal const string Schema = """
        CREATE TABLE room_site (id TEXT PRIMARY KEY, name TEXT NOT NULL, controller TEXT NOT NULL, jurisdiction TEXT NOT NULL, terminals TEXT NOT NULL, registered TEXT NOT NULL);

        """;

    /// <summary>One by its identifier; null where there is none.</summary>
    public static Site? Find(string id, SqliteConnection views) => views.Query(Select + "WHERE id = $1", Read, id).FirstOrDefault();

    /// <summary>All, by name.</summary>
    public static IReadOnlyList<Site> List(SqliteConnection views) => views.Query(Select + "ORDER BY name, id", Read);

    /// <summary>A network in CIDR notation, or a single address; null for anything else.</summary>
    public static IPNetwork? Network(string text) =>
        IPNetwork.TryParse(text, out var network) ? network
        : IPAddress.TryParse(text, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
        : null;

    internal static void Check(SiteRegistered act, Actor by, SqliteConnection views)
    {
        ActText.RequireId(act.Site, "site's identifier");
        ActText.Require(act.Name, "site's name", 120);
        RequireController(act.Controller, by, views);
        if (Find(act.Site, views) is { } known)
        {
            RequireController(known.Controller, by, views);
        }

        if (act.Jurisdiction is not [>= 'A' and <= 'Z', >= 'A' and <= 'Z'])
        {
            throw new ActRefusedException("A jurisdiction is two capital letters, such as NO (ISO 3166-1).");
        }

        if (act.Terminals.Count is < 1 or > MaxTerminals || act.Terminals.FirstOrDefault(one => Network(one) is null) is not null)
        {
            throw new ActRefusedException($"A site has 1 to {MaxTerminals} terminals, each an address such as 10.1.2.3 or a network such as 10.1.0.0/16.");
        }
    }

    internal static void Project(SiteRegistered act, DateTimeOffset at, SqliteConnection views) => views.Execute(
        "INSERT OR REPLACE INTO room_site VALUES ($1, $2, $3, $4, $5, $6)", act.Site, act.Name, act.Controller, act.Jurisdiction, string.Join('\n', act.Terminals), at);

    /// <summary>A site is its controller's to describe, and the administrator's.</summary>
    private static void RequireController(string controller, Actor by, SqliteConnection views)
    {
        if (Parties.Find(controller, views) is null)
        {
            throw new ActRefusedException($"'{controller}' is not a party of this centre.");
        }

        if (by != Actor.Console && !(Permissions.Allows(by.Role, Operation.ManageSites) && (by.Role == Role.Administrator || People.PartyOf(by.Person, views) == controller)))
        {
            throw new ActRefusedException($"This is for the people of '{controller}' whose role allows it, and for administrators.");
        }
    }

    private static Site Read(SqliteDataReader row) => new(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4).Split('\n'), row.Time(5));
}
