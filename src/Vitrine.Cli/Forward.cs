namespace Vitrine.Cli;

/// <summary>Hands progress on at once, in the thread that reports it.</summary>
internal sealed class Forward<T>(Action<T> to) : IProgress<T>
{
    public void Report(T value) => to(value);
}
