namespace Vitrine.Centre;

/// <summary>Where a centre keeps what: one folder, one name a thing.</summary>
public sealed record CentrePaths(string Folder)
{
    /// <summary>Name, identifier and format version.</summary>
    public string Description => Path.Combine(Folder, "centre.json");

    /// <summary>Keys, readable by the owner alone.</summary>
    public string Keys => Path.Combine(Folder, "keys");

    /// <summary>The public log: tiles, checkpoint and statements; where the log is on objects, the statements alone.</summary>
    public string Log => Path.Combine(Folder, "log");

    /// <summary>Where the public log lives, if not in the folder (docs/formats/log-storage.md).</summary>
    public string LogStorage => Path.Combine(Folder, "log-storage");

    /// <summary>Statements that are in the public log, by the digest of their payload.</summary>
    public string Statements => Path.Combine(Log, "statement");

    /// <summary>Which witnesses cosign the public log's checkpoints (C2SP tlog-policy); without the file, none.</summary>
    public string Witnesses => Path.Combine(Folder, "witnesses");

    /// <summary>Statements that an act will publish; nothing here is public yet.</summary>
    public string Staged => Path.Combine(Folder, "staged");

    /// <summary>What acts refer to by digest.</summary>
    public string Documents => Path.Combine(Folder, "documents");

    /// <summary>The ledger of acts.</summary>
    public string Ledger => Path.Combine(Folder, "ledger");

    /// <summary>The views: a projection of the ledger, thrown away and rebuilt at will.</summary>
    public string Views => Path.Combine(Folder, "views.db");

    /// <summary>Passwords' hashes, code secrets, failed attempts.</summary>
    public string Credentials => Path.Combine(Folder, "credentials.db");

    /// <summary>Sealed trees, encrypted.</summary>
    public string Seals => Path.Combine(Folder, "seals");

    /// <summary>Where long work keeps what it may lose.</summary>
    public string Scratch => Path.Combine(Folder, "scratch");

    /// <summary>Held by the one writer (flock).</summary>
    public string Lock => Path.Combine(Folder, "lock");

    /// <summary>The running server's socket, for commands.</summary>
    public string Socket => Path.Combine(Folder, "socket");
}
