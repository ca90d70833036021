using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;

namespace Vitrine.Log;

/// <summary>Secrets for a log on objects, from where the tools of those services look for them; never from a file of Vitrine's nor a command line.</summary>
/// <remarks>
/// The object store: <c>AWS_ACCESS_KEY_ID</c> and <c>AWS_SECRET_ACCESS_KEY</c> (with <c>AWS_SESSION_TOKEN</c>), else the profile <c>AWS_PROFILE</c> (default
/// <c>default</c>) of <c>AWS_SHARED_CREDENTIALS_FILE</c> (default <c>~/.aws/credentials</c>). The database: <c>PGPASSWORD</c>, or <c>PGPASSFILE</c> (default
/// <c>~/.pgpass</c>), which Npgsql reads. Files must be closed to others of the machine, as libpq demands.
/// </remarks>
internal static class StoreCredentials
{
    private const UnixFileMode Others = (UnixFileMode)0b000_111_111;

    /// <summary>The keys to the object store.</summary>
    /// <exception cref="LogSecretException">There are none, or a file of them is open to others.</exception>
    public static AWSCredentials Store(ObjectStorageOptions options)
    {
        if (options is { AccessKey: { } access, SecretKey: { } secret })
        {
            return new BasicAWSCredentials(access, secret);
        }

        if (Variable("AWS_ACCESS_KEY_ID") is { } id && Variable("AWS_SECRET_ACCESS_KEY") is { } key)
        {
            return Variable("AWS_SESSION_TOKEN") is { } token ? new SessionAWSCredentials(id, key, token) : new BasicAWSCredentials(id, key);
        }

        var file = Variable("AWS_SHARED_CREDENTIALS_FILE") ?? AtHome(".aws/credentials");
        var profile = Variable("AWS_PROFILE") ?? "default";
        RequireClosed(file);
        return File.Exists(file) && new CredentialProfileStoreChain(file).TryGetAWSCredentials(profile, out var found)
            ? found
            : throw new LogSecretException($"There are no keys to the object store of {options}. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or write the profile {profile} into {file} (mode 0600).");
    }

    /// <summary>Holds the file of the database's password, where there is one, to be closed.</summary>
    /// <exception cref="LogSecretException">It is open to others.</exception>
    public static void RequireClosedPassfile()
    {
        if (Variable("PGPASSWORD") is null)
        {
            RequireClosed(Variable("PGPASSFILE") ?? AtHome(".pgpass"));
        }
    }

    private static void RequireClosed(string file)
    {
        if (File.Exists(file) && (File.GetUnixFileMode(file) & Others) != 0)
        {
            throw new LogSecretException($"{file} holds secrets and is open to others of this machine. Run: chmod 600 {file}");
        }
    }

    private static string AtHome(string name) => Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), name);

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
