namespace Kappa;

/// <summary>A key and the window that it stands for: the key of a row that is kept for each window.</summary>
/// <typeparam name="TKey">Type of the keys.</typeparam>
/// <param name="Key">The key.</param>
/// <param name="Window">The window.</param>
public readonly record struct Windowed<TKey>(TKey Key, Window Window)
{
    /// <summary>The key, then start and end of the window in milliseconds since 1970: <c>key@start/end</c>.</summary>
    public override string ToString() => $"{Key}@{Window}";
}
