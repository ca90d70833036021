using System.Collections.Immutable;

namespace Vitrine.Web;

/// <summary>Addresses of parties, what ties them, products, and the question of independence.</summary>
public static partial class Routes
{
    public const string Parties = "/parties";
    public const string Laboratories = "/laboratories";
    public const string Products = "/products";
    public const string Independence = "/independence";

    /// <summary>What belongs to the register's section, beside what lies under its own address.</summary>
    public static readonly ImmutableArray<string> OfRegister = [Parties, Laboratories, Products, Independence, "/claims"];

    public static string Party(string id) => $"/parties/{Segment(id)}";

    public static string RecordTie(string party) => $"/parties/{Segment(party)}/tie";

    public static string Claim(string claim) => $"/claims/{Segment(claim)}";

    public static string Reply(string claim) => $"/claims/{Segment(claim)}/reply";

    public static string Withdraw(string claim) => $"/claims/{Segment(claim)}/withdraw";

    public static string AskIndependence(string subject) => $"{Independence}?subject={Segment(subject)}";
}
