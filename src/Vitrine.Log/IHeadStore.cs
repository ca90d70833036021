namespace Vitrine.Log;

/// <summary>
/// The lock and the newest checkpoint of a log on objects: a store that is trusted to swap atomically and to forget nothing, apart from the
/// objects, which are not. Each step that fails throws <see cref="LogFaultException"/>.
/// </summary>
internal interface IHeadStore : IDisposable
{
    /// <summary>Makes the log's row; false when there is one.</summary>
    bool TryCreate(HeadRow row);

    /// <summary>The row as it stands, whoever has it; null when there is none.</summary>
    HeadRow? Read();

    /// <summary>Takes the lock, and the row from whoever held it; null when there is none.</summary>
    /// <exception cref="LogInUseException">Another holds the lock.</exception>
    HeadRow? Take();

    /// <summary>Puts a row in the place of another, if that is there and nobody has taken it since; true when it was. Durable when it returns.</summary>
    bool TrySwap(HeadRow expected, HeadRow next);

    /// <summary>Whether this row is there, and nobody has taken it since this did; where this did not, nobody ever.</summary>
    bool Holds(HeadRow row);
}

/// <summary>Two signed notes.</summary>
/// <param name="Checkpoint">The newest; it makes its entries part of the log.</param>
/// <param name="Base">The one before it, or the same: all its tiles are written.</param>
internal sealed record HeadRow(string Checkpoint, string Base);
