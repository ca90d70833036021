namespace Vitrine.Log;

/// <summary>The cause of a fault: nobody answers where an object store or a database should be. Trying again may help.</summary>
public sealed class StoreUnreachableException(string what, Exception cause) : IOException($"{what} cannot be reached: {cause?.Message}", cause)
{
    /// <summary>Whether it stands anywhere in a chain of causes.</summary>
    public static bool IsIn(Exception? error) => error is not null && (error is StoreUnreachableException || IsIn(error.InnerException));
}
