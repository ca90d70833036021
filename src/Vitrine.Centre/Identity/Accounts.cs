using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Vitrine.Centre;

/// <summary>
/// Accounts with a password and a time-based code. Credentials are no view of the ledger: they have this store of their own,
/// and the ledger knows a person by an identifier alone.
/// </summary>
/// <remarks>
/// Code secrets are wrapped under the centre's key. A reviewer's account may carry the laboratory's keys, encrypted under a key derived
/// from the password, so that the server can read the laboratory's sealed parts, and sign for it, only while one of its people is signed in.
/// A failed sign-in does not tell whether there is such an account. A name that fails too often rests, its owner's attempts too: that
/// is the price, and an hour at most (<see cref="SignInAttempts"/>).
/// </remarks>
public sealed class Accounts
{
    private const int MaxName = 64;

    private readonly OpenCentre _centre;

    /// <summary>Opens the store, makes it where there is none, and finishes an erasure that was cut off.</summary>
    public Accounts(OpenCentre centre)
    {
        _centre = centre;
        using var store = Connect();
        store.Execute($"""
            PRAGMA journal_mode = WAL;
            CREATE TABLE IF NOT EXISTS account (
              name TEXT PRIMARY KEY COLLATE NOCASE, person TEXT NOT NULL UNIQUE, role TEXT NOT NULL, party TEXT, salt BLOB NOT NULL, verifier BLOB NOT NULL,
              code_secret BLOB NOT NULL, last_code INTEGER NOT NULL DEFAULT 0, keys_salt BLOB, keys BLOB);
            {SignInAttempts.Schema}
            """);
        File.SetUnixFileMode(centre.Paths.Credentials, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        using var views = centre.Snapshot();
        foreach (var person in CorePart.Erased(views))
        {
            Forget(person, store);
        }
    }

    /// <summary>Adds an account; its code secret is returned here and never again.</summary>
    /// <param name="name">1 to 64 letters, digits, dots, hyphens and underscores.</param>
    /// <param name="role">The account's one role.</param>
    /// <param name="party">The party it acts for; null for an administrator.</param>
    /// <param name="password">Accepted by <see cref="Passwords.Weakness"/>.</param>
    /// <param name="keys">For a reviewer: the laboratory's keys, which the password then protects.</param>
    /// <param name="by">Who adds it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ActRefusedException">The name is taken or malformed, the password weak, or role, party and keys do not go together.</exception>
    public async Task<NewAccount> AddAsync(string name, Role role, string? party, string password, PartyKeys? keys, Actor by, CancellationToken cancellationToken)
    {
        if (!IsName(name))
        {
            throw new ActRefusedException($"An account's name has 1 to {MaxName} letters, digits, dots, hyphens and underscores.");
        }

        if (Passwords.Weakness(password, name) is { } weakness)
        {
            throw new ActRefusedException(weakness);
        }

        if (keys is not null && role != Role.Reviewer)
        {
            throw new ActRefusedException("Only a reviewer's account carries a laboratory's keys.");
        }

        // What takes long comes before the store is locked: sign-ins wait while it is.
        var person = "p-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));
        var secret = RandomNumberGenerator.GetBytes(Totp.SecretSize);
        var salt = Passwords.Salt();
        var verifier = Passwords.Derive(password, salt);
        var (keySalt, wrapped) = Protect(person, password, keys);

        using var store = Connect();
        store.Execute("BEGIN IMMEDIATE");
        if (store.Scalar<long>("SELECT count(*) FROM account WHERE name = $1", name) > 0)
        {
            throw new ActRefusedException($"There is an account named {name} already.");
        }

        store.Execute(
            "INSERT INTO account (name, person, role, party, salt, verifier, code_secret, keys_salt, keys) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            name,
            person,
            role,
            party,
            salt,
            verifier,
            _centre.Keys.Wrap(secret, $"code/{person}"),
            keySalt,
            wrapped);
        await RegisterAsync(name, person, role, party, by, cancellationToken);
        store.Execute("COMMIT");
        return new NewAccount(name, person, secret);
    }

    /// <summary>Puts a laboratory's keys as they are now into a reviewer's account, under the account's password.</summary>
    /// <exception cref="ActRefusedException">There is no such account with keys, or the password is another.</exception>
    public void RenewKeys(string name, string password, PartyKeys keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        using var store = Connect();
        var account = store.Query("SELECT person, role, party, salt, verifier, code_secret, last_code, keys_salt, keys, name FROM account WHERE name = $1 AND keys IS NOT NULL", Row.Read, name).FirstOrDefault()
            ?? throw new ActRefusedException($"There is no account named {name} that carries keys.");
        if (password.Length > Passwords.MaxLength || !CryptographicOperations.FixedTimeEquals(Passwords.Derive(password, account.Salt), account.Verifier))
        {
            throw new ActRefusedException($"This is not the password of {account.Name}: its keys are encrypted under it.");
        }

        var (salt, wrapped) = Protect(account.Person, password, keys);
        store.Execute("UPDATE account SET keys_salt = $1, keys = $2 WHERE person = $3", salt, wrapped, account.Person);
    }

    /// <summary>Removes an account and erases the key of the person's data, so that no copy of the ledger tells who it was.</summary>
    /// <exception cref="ActRefusedException">There is no such account, or the person is in a room.</exception>
    public async Task EraseAsync(string name, string reason, Actor by, CancellationToken cancellationToken)
    {
        var account = Find(name) ?? throw new ActRefusedException($"There is no account named {name}.");
        await _centre.RecordAsync(new PersonErased(account.Person, reason), by, cancellationToken);
        using var store = Connect();
        Forget(account.Person, store);
    }

    /// <summary>Verifies a sign-in.</summary>
    public SignInResult SignIn(string name, string password, string code)
    {
        using var store = Connect();
        var now = _centre.Time.GetUtcNow();

        // What is no name at all is counted together.
        var counted = IsName(name) ? name : "";
        var (resting, afterThis) = SignInAttempts.Count(store, counted, now);
        if (resting is not null)
        {
            return new SignInResult(null, resting);
        }

        var account = store.Query(
            "SELECT person, role, party, salt, verifier, code_secret, last_code, keys_salt, keys, name FROM account WHERE name = $1",
            Row.Read,
            counted).FirstOrDefault();
        var derived = Passwords.Derive(password.Length <= Passwords.MaxLength ? password : "", account?.Salt ?? new byte[Passwords.SaltSize]);
        if (account is null || Match(account, derived, code, now) is not { } step)
        {
            return new SignInResult(null, afterThis);
        }

        // The step is taken only if no other sign-in took it meanwhile: a code opens once.
        if (store.Execute("UPDATE account SET last_code = $1 WHERE person = $2 AND last_code < $1", step, account.Person) == 0)
        {
            return new SignInResult(null, afterThis);
        }

        SignInAttempts.Forget(store, counted);
        return new SignInResult(new SignedIn(account.Name, account.Person, account.Role, account.Party, Unprotect(account, password)), null);
    }

    /// <summary>Every account: name, person, role and party.</summary>
    public IReadOnlyList<AccountRow> List()
    {
        using var store = Connect();
        return store.Query(
            "SELECT name, person, role, party FROM account ORDER BY name",
            row => new AccountRow(row.GetString(0), row.GetString(1), Enum.Parse<Role>(row.GetString(2), ignoreCase: true), row.Text(3)));
    }

    /// <summary>The account of a name; null where there is none.</summary>
    public AccountRow? Find(string name) => List().FirstOrDefault(account => string.Equals(account.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>A person's name, or a plain word where it was erased or is the console.</summary>
    public static string NameOf(string person, OpenCentre centre)
    {
        if (person == Actor.Console.Person)
        {
            return "console";
        }

        if (person == Actor.Centre.Person)
        {
            return "the centre";
        }

        using var views = centre.Snapshot();
        var personal = views.Scalar<byte[]>("SELECT personal FROM centre_person WHERE id = $1", person);
        var data = personal is null ? null : centre.Keys.UnwrapPersonal(person, personal);
        return data is null ? "(erased)" : JsonSerializer.Deserialize<PersonalData>(data, ActJson.Options)!.Name;
    }

    private static bool IsName(string name) =>
        name.Length is >= 1 and <= MaxName && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');

    /// <summary>Puts the person on record, with a key of their own for their data.</summary>
    private async Task RegisterAsync(string name, string person, Role role, string? party, Actor by, CancellationToken cancellationToken)
    {
        _centre.Keys.CreatePerson(person);
        try
        {
            var personal = _centre.Keys.WrapPersonal(person, JsonSerializer.SerializeToUtf8Bytes(new PersonalData(name), ActJson.Options));
            await _centre.RecordAsync(new PersonRegistered(person, role, party, personal), by, cancellationToken);
        }
        catch (ActRefusedException)
        {
            _centre.Keys.ErasePerson(person);
            throw;
        }
    }

    /// <summary>Erases a person's key and account, where they still are.</summary>
    private void Forget(string person, SqliteConnection store)
    {
        if (_centre.Keys.HasPerson(person))
        {
            _centre.Keys.ErasePerson(person);
        }

        store.Execute("DELETE FROM attempt WHERE name IN (SELECT name FROM account WHERE person = $1); DELETE FROM account WHERE person = $1", person);
    }

    /// <summary>The step of the code, where password and code are both right; both are always looked at.</summary>
    private long? Match(Row account, byte[] derived, string code, DateTimeOffset now)
    {
        var secret = _centre.Keys.Unwrap(account.CodeSecret, $"code/{account.Person}");
        var step = Totp.Match(secret, code, now, account.LastCode);
        CryptographicOperations.ZeroMemory(secret);
        return CryptographicOperations.FixedTimeEquals(derived, account.Verifier) ? step : null;
    }

    private static (byte[]? Salt, byte[]? Wrapped) Protect(string person, string password, PartyKeys? keys)
    {
        if (keys is null)
        {
            return (null, null);
        }

        var salt = Passwords.Salt();
        var key = Passwords.Derive(password, salt);
        var plain = keys.Export();
        try
        {
            using var wrap = new SecretBox(key);
            return (salt, wrap.Wrap(plain, $"party-keys/{person}"));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
            CryptographicOperations.ZeroMemory(key);
        }
    }

    private static PartyKeys? Unprotect(Row account, string password)
    {
        if (account.Keys is null)
        {
            return null;
        }

        var key = Passwords.Derive(password, account.KeysSalt);
        byte[]? plain = null;
        try
        {
            using var wrap = new SecretBox(key);
            plain = wrap.Unwrap(account.Keys, $"party-keys/{account.Person}");
            return PartyKeys.Import(plain);
        }
        catch (CryptographicException error)
        {
            throw new KeyFileException($"The laboratory's keys in the account {account.Name} were altered ({error.Message}). Erase the account and add it again with the laboratory's key files.");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
            CryptographicOperations.ZeroMemory(key);
        }
    }

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = _centre.Paths.Credentials, DefaultTimeout = 10, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    private sealed record PersonalData(string Name);

    private sealed record Row(
        string Person,
        Role Role,
        string? Party,
        byte[] Salt,
        byte[] Verifier,
        byte[] CodeSecret,
        long LastCode,
        byte[]? KeysSalt,
        byte[]? Keys,
        string Name)
    {
        public static Row Read(SqliteDataReader row) => new(
            row.GetString(0),
            Enum.Parse<Role>(row.GetString(1), ignoreCase: true),
            row.Text(2),
            row.GetFieldValue<byte[]>(3),
            row.GetFieldValue<byte[]>(4),
            row.GetFieldValue<byte[]>(5),
            row.GetInt64(6),
            row.IsDBNull(7) ? null : row.GetFieldValue<byte[]>(7),
            row.IsDBNull(8) ? null : row.GetFieldValue<byte[]>(8),
            row.GetString(9));
    }
}

/// <summary>An account just made.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Person">The person's identifier in the ledger.</param>
/// <param name="CodeSecret">The secret of its time-based codes; shown once.</param>
public sealed record NewAccount(string Name, string Person, byte[] CodeSecret);

/// <summary>An account as a list shows it.</summary>
public sealed record AccountRow(string Name, string Person, Role Role, string? Party);

/// <summary>Who has signed in, with the laboratory's keys where the account carries them.</summary>
public sealed record SignedIn(string Name, string Person, Role Role, string? Party, PartyKeys? Keys);

/// <summary>What a sign-in came to: an identity, or none and perhaps a time before which no attempt is looked at.</summary>
public sealed record SignInResult(SignedIn? Identity, DateTimeOffset? LockedUntil);
