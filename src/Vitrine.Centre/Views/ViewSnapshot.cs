using System.Data;
using Microsoft.Data.Sqlite;

namespace Vitrine.Centre;

/// <summary>A connection to the views that reads one immutable state until it is disposed, and changes nothing.</summary>
/// <remarks>
/// It may write in the eyes of SQLite, so that the last one to close takes the write-ahead log's two files away; a read-only one leaves them.
/// To open one costs half a millisecond, most of it the schema's; so a server keeps them open between its requests. Only a server: while it has the
/// lock nobody puts other views in the place of these.
/// </remarks>
internal sealed class ViewSnapshot : SqliteConnection
{
    private ViewSnapshot(string path, bool isKept)
        : base(ViewStore.Address(path, SqliteOpenMode.ReadWrite, isKept))
    {
    }

    /// <summary>Opens one on the newest state.</summary>
    /// <param name="path">The views.</param>
    /// <param name="isKept">Whether the connection is kept for the next snapshot when this one is disposed, until <see cref="Forget"/>.</param>
    /// <exception cref="SqliteException">There are none, or they cannot be read.</exception>
    public static SqliteConnection Open(string path, bool isKept = false)
    {
        var snapshot = new ViewSnapshot(path, isKept);
        try
        {
            snapshot.Open();
            snapshot.Execute("PRAGMA query_only = ON");
            snapshot.Execute("BEGIN");
            snapshot.Scalar<long>("SELECT position FROM centre_projection");
            return snapshot;
        }
        catch
        {
            snapshot.Dispose();
            throw;
        }
    }

    /// <summary>Closes what is kept; what is in use is closed when it is disposed.</summary>
    public static void Forget(string path)
    {
        using var kept = new ViewSnapshot(path, isKept: true);
        ClearPool(kept);
    }

    /// <summary>Lets go of the state: whoever gets the kept connection next sees the newest.</summary>
    public override void Close()
    {
        if (State == ConnectionState.Open && SQLitePCL.raw.sqlite3_get_autocommit(Handle) == 0)
        {
            this.Execute("ROLLBACK");
        }

        base.Close();
    }
}
