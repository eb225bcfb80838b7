namespace Kappa;

/// <summary>The types of what a topology of Streamiz writes, where it is to be more to Kappa than bytes.</summary>
public sealed class StreamizOutputs
{
    private readonly Dictionary<string, Action<StreamizHosting.OutputWriter>> _typed = [];

    internal StreamizOutputs()
    {
    }

    /// <summary>Says what the keys and values of an output are.</summary>
    /// <typeparam name="TKey">Type of the keys.</typeparam>
    /// <typeparam name="TValue">Type of the values.</typeparam>
    /// <param name="topic">The topic of a <c>To</c>.</param>
    /// <param name="keySerde">Reads the keys that Streamiz writes, and writes those of the topic.</param>
    /// <param name="valueSerde">The same for the values.</param>
    /// <param name="like">
    /// The source topic that has as many partitions, where it is the topic of a table: as that of a version written for
    /// Kappa, which may count by the keys of one source. Null for the first source by name.
    /// </param>
    /// <remarks>
    /// The topic then has the bytes that this serde writes: those that a version written for Kappa with the same serde
    /// gives, so that the two are compared byte by byte, and shown as what they are. An output that is not named here
    /// has the bytes that Streamiz wrote; its keys are of type bytes, and a version with another type of keys is
    /// refused (KAP4018).
    /// </remarks>
    public StreamizOutputs Add<TKey, TValue>(
        string topic, ISerde<TKey> keySerde, ISerde<TValue> valueSerde, string? like = null)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(topic);
        ArgumentNullException.ThrowIfNull(keySerde);
        ArgumentNullException.ThrowIfNull(valueSerde);
        _typed[topic] = writer => writer.Write(keySerde, valueSerde, like);
        return this;
    }

    internal Action<StreamizHosting.OutputWriter> Of(string topic) =>
        _typed.GetValueOrDefault(topic) ?? (writer => writer.Write(Serdes.Bytes, Serdes.Bytes, null));

    /// <summary>Topics that were named and are no outputs.</summary>
    internal IEnumerable<string> Beyond(IEnumerable<string> outputs) => _typed.Keys.Except(outputs);
}
