using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Vitrine.Centre;

namespace Vitrine.Room;

/// <summary>How a person belongs to a country.</summary>
public enum StandingKind
{
    /// <summary>A citizenship.</summary>
    Citizen,

    /// <summary>A permanent residence.</summary>
    Resident,
}

/// <summary>That a person is or was a citizen or permanent resident of a country.</summary>
/// <param name="Country">ISO 3166-1 alpha-2.</param>
/// <param name="Kind">As what.</param>
/// <param name="Since">From when; null: unknown.</param>
/// <param name="Until">The day on which it ended; null: it lasts.</param>
public sealed record Standing(string Country, StandingKind Kind, DateOnly? Since, DateOnly? Until)
{
    /// <summary>Whether it lasts on a day.</summary>
    public bool LastsOn(DateOnly day) => !(Until <= day) && !(Since > day);
}

/// <summary>That a person is accredited to read.</summary>
/// <param name="Scheme">The scheme.</param>
/// <param name="Tier">The deepest review it covers.</param>
/// <param name="Until">The day on which it ends.</param>
public sealed record PersonAccreditation(string Scheme, Tier Tier, DateOnly Until);

/// <summary>What gates ask of a person. Personal data: it stands in the ledger under the person's own key alone.</summary>
/// <param name="FullName">The person's name as lists would have it; null: not recorded.</param>
/// <param name="Standings">Citizenships and residences, past ones too.</param>
/// <param name="Accreditations">What the person is accredited for.</param>
public sealed record PersonFacts(string? FullName, IReadOnlyList<Standing> Standings, IReadOnlyList<PersonAccreditation> Accreditations)
{
    /// <summary>Nothing is recorded.</summary>
    public static PersonFacts None { get; } = new(null, [], []);

    private const int MaxRows = 40;

    /// <summary>Bytes to which facts are padded, so that their length does not tell how many citizenships there are.</summary>
    private const int Padded = 4096;

    internal const int MostBytes = 8192;

    internal const string Schema = """
        CREATE TABLE room_person (id TEXT PRIMARY KEY, facts BLOB NOT NULL, recorded TEXT NOT NULL);

        """;

    /// <summary>What is recorded of a person; null where nothing is, or where the person was erased.</summary>
    public static PersonFacts? Find(string person, OpenCentre centre, SqliteConnection views)
    {
        if (views.Scalar<byte[]>("SELECT facts FROM room_person WHERE id = $1", person) is not { } facts || centre.Keys.UnwrapPersonal(person, facts) is not { } plain)
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize<PersonFacts>(plain, ActJson.Options);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    /// <summary>Records what gates ask of a person, in place of what was recorded before.</summary>
    /// <exception cref="ActRefusedException">There is no such person, or a country, name or day is none.</exception>
    public static async Task RecordAsync(OpenCentre centre, string person, PersonFacts facts, Actor by, CancellationToken cancellationToken)
    {
        facts.Check();
        if (!centre.Keys.HasPerson(person))
        {
            throw new ActRefusedException($"There is no person {person}, or the person was erased.");
        }

        var json = JsonSerializer.SerializeToUtf8Bytes(facts, ActJson.Options);
        var plain = new byte[(json.Length + Padded - 1) / Padded * Padded];
        plain.AsSpan().Fill((byte)' ');
        json.CopyTo(plain.AsSpan());
        await centre.RecordAsync(new PersonFactsRecorded(person, centre.Keys.WrapPersonal(person, plain)), by, cancellationToken);
    }

    internal static void Check(PersonFactsRecorded act, Actor by, SqliteConnection views)
    {
        if (by != Actor.Console && !Permissions.Allows(by.Role, Operation.RecordPeople))
        {
            throw new ActRefusedException("This is for the administrators of the centre.");
        }

        if (Centre.People.Find(act.Person, views) is null)
        {
            throw new ActRefusedException($"There is no person {act.Person}.");
        }

        if (act.Facts.Length > MostBytes + SecretBox.Overhead)
        {
            throw new ActRefusedException($"A person's facts have at most {MostBytes:N0} bytes.");
        }
    }

    internal static void Project(PersonFactsRecorded act, DateTimeOffset at, SqliteConnection views) =>
        views.Execute("INSERT OR REPLACE INTO room_person VALUES ($1, $2, $3)", act.Person, act.Facts, at);

    private void Check()
    {
        if (FullName is not null)
        {
            ActText.Require(FullName, "name", 200);
        }

        if (Standings.Count > MaxRows || Accreditations.Count > MaxRows)
        {
            throw new ActRefusedException($"A person has up to {MaxRows} entries of each kind.");
        }

        foreach (var standing in Standings)
        {
            if (!ExportRules.IsCountry(standing.Country) || standing.Until < standing.Since)
            {
                throw new ActRefusedException("A citizenship or residence names its country by two capital letters, such as NO, and ends after it begins.");
            }
        }

        foreach (var accreditation in Accreditations)
        {
            ActText.Require(accreditation.Scheme, "accreditation", 120);
        }
    }
}

/// <summary>What gates ask of a person was recorded, encrypted under the person's key.</summary>
/// <param name="Person">The person.</param>
/// <param name="Facts">A <see cref="PersonFacts"/> as JSON, padded with spaces to a multiple of 4,096 bytes, encrypted as personal data is.</param>
public sealed record PersonFactsRecorded(string Person, byte[] Facts) : Act
{
    /// <inheritdoc/>
    public override string Subject => $"person:{Person}";
}
