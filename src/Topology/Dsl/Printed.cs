using System.Globalization;

namespace Kappa;

/// <summary>Says where and how <see cref="StreamEffects.Print{TKey,TValue}"/> prints records.</summary>
public static class Printed
{
    /// <summary>Prints to standard output.</summary>
    /// <typeparam name="TKey">Type of the keys.</typeparam>
    /// <typeparam name="TValue">Type of the values.</typeparam>
    public static Printed<TKey, TValue> ToSysOut<TKey, TValue>() => new(null, null, DefaultLine);

    /// <summary>Prints to a writer.</summary>
    /// <typeparam name="TKey">Type of the keys.</typeparam>
    /// <typeparam name="TValue">Type of the values.</typeparam>
    /// <param name="writer">
    /// The writer, of a file for instance; it stays yours to flush and to close. Tasks take turns at it.
    /// </param>
    public static Printed<TKey, TValue> To<TKey, TValue>(TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        return new Printed<TKey, TValue>(TextWriter.Synchronized(writer), null, DefaultLine);
    }

    private static string DefaultLine<TKey, TValue>(TKey key, TValue value) => $"{Text(key)}, {Text(value)}";

    private static string Text<T>(T part) =>
        part is null ? "null" : Convert.ToString(part, CultureInfo.InvariantCulture) ?? "null";
}
