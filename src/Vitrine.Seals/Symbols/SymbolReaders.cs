using System.Collections.Concurrent;

namespace Vitrine.Seals;

/// <summary>Readers of definitions: as many as are asked at once, kept for the next who asks.</summary>
internal sealed class SymbolReaders(bool isFunctionsAlone = false) : IDisposable
{
    private readonly ConcurrentBag<SymbolReader> _idle = [];
    private volatile bool _isOver;

    /// <summary>Whether their program is installed.</summary>
    public bool AreThere { get; } = SymbolReader.IsThere;

    /// <summary>A reader; null where the program is missing.</summary>
    public SymbolReader? Rent() => !AreThere ? null : _idle.TryTake(out var reader) ? reader : new SymbolReader(isFunctionsAlone);

    public void Return(SymbolReader? reader)
    {
        if (reader is null)
        {
            return;
        }

        _idle.Add(reader);
        if (_isOver)
        {
            Dispose();
        }
    }

    public void Dispose()
    {
        _isOver = true;
        while (_idle.TryTake(out var reader))
        {
            reader.Dispose();
        }
    }
}
