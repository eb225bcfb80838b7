namespace Kappa;

/// <summary>What a serde implements too whose bytes are no JSON, so that people can read its values.</summary>
/// <typeparam name="T">The type of the values.</typeparam>
/// <remarks>
/// Queries, comparisons of versions and the command line show values by it, and take keys. A serde without it is shown
/// as the text that its bytes are.
/// </remarks>
public interface IJsonForm<T>
{
    /// <summary>The value as JSON, on one line.</summary>
    /// <param name="value">The value; never null.</param>
    string ToJson(T value);

    /// <summary>Reads a value that somebody typed.</summary>
    /// <param name="json">What <see cref="ToJson"/> gives, or means the same.</param>
    /// <exception cref="Exception">It is none: any exception says so.</exception>
    T FromJson(string json);
}
