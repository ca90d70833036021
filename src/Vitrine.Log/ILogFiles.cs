namespace Vitrine.Log;

/// <summary>A log's files by their names (docs/formats/log.md), for whoever reads.</summary>
internal interface ILogFiles
{
    /// <summary>The whole file; null when there is none.</summary>
    /// <exception cref="LogFaultException">It cannot be read.</exception>
    byte[]? Read(string name);

    /// <summary>What stands directly below a folder, without the folder's name; nothing when there is no such folder.</summary>
    /// <exception cref="LogFaultException">It cannot be listed.</exception>
    IReadOnlyList<string> List(string folder);

    /// <summary>Where a person finds the file of this name, for messages; the empty name is the log itself.</summary>
    string Locate(string name);
}
