using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization.Metadata;

namespace Kappa;

/// <summary>The serdes that come with Kappa: Kafka's formats, and JSON.</summary>
[SuppressMessage("Naming", "CA1720", Justification = "A serde is named for its type, as in Kafka.")]
public static partial class Serdes
{
    /// <summary>Text as UTF-8. Text or bytes that are not valid Unicode are errors.</summary>
    public static ISerde<string> String { get; } = new StringSerde();

    /// <summary>A Guid as 16 bytes, in the order in which it is written as text.</summary>
    public static ISerde<Guid> Guid { get; } = new GuidSerde();

    /// <summary>Bytes as they are.</summary>
    public static ISerde<byte[]> Bytes { get; } = new BytesSerde();

    /// <summary>Values that may be null in C#; in a topic, null is a tombstone and has no bytes.</summary>
    /// <typeparam name="T">The type without its question mark.</typeparam>
    /// <param name="inner">Serde for values that are there.</param>
    public static ISerde<T?> Nullable<T>(ISerde<T> inner)
        where T : struct
    {
        ArgumentNullException.ThrowIfNull(inner);
        return new NullableSerde<T>(inner);
    }

    /// <summary>
    /// Keys of windows of one size: the key's bytes, then the start of the window, as Kafka writes them.
    /// </summary>
    /// <typeparam name="TKey">Type of the keys.</typeparam>
    /// <param name="key">Serde of the keys.</param>
    /// <param name="size">How long each window is; the end is not written.</param>
    public static ISerde<Windowed<TKey>> TimeWindowed<TKey>(ISerde<TKey> key, System.TimeSpan size)
    {
        ArgumentNullException.ThrowIfNull(key);
        return new TimeWindowedSerde<TKey>(key, (long)size.TotalMilliseconds);
    }

    /// <summary>JSON by source-generated code: the fast way, and the one that survives trimming.</summary>
    /// <typeparam name="T">Type of the values.</typeparam>
    /// <param name="type">How to write it: a property of your JsonSerializerContext.</param>
    public static ISerde<T> Json<T>(JsonTypeInfo<T> type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return new JsonSerde<T>(type);
    }

    /// <summary>JSON by reflection: names in camelCase, read without regard to case.</summary>
    /// <typeparam name="T">Type of the values.</typeparam>
    /// <exception cref="KappaException">KAP1103: System.Text.Json cannot handle the type.</exception>
    public static ISerde<T> Json<T>() => new JsonSerde<T>(JsonByReflection.Of<T>());
}
