namespace Kappa;

/// <summary>Says how a topic is read.</summary>
public static class Consumed
{
    /// <summary>Reads a topic with these serdes.</summary>
    /// <typeparam name="TKey">Type of the keys.</typeparam>
    /// <typeparam name="TValue">Type of the values.</typeparam>
    /// <param name="keySerde">Serde of the keys; null for the default one of the type.</param>
    /// <param name="valueSerde">Serde of the values; null for the default one of the type.</param>
    public static Consumed<TKey, TValue> With<TKey, TValue>(ISerde<TKey>? keySerde, ISerde<TValue>? valueSerde) =>
        new(keySerde, valueSerde);

    /// <summary>Reads a topic with times that a function finds in the records.</summary>
    /// <typeparam name="TKey">Type of the keys.</typeparam>
    /// <typeparam name="TValue">Type of the values.</typeparam>
    /// <param name="extractor">Finds the time of each record; pure.</param>
    /// <param name="onInvalid">What becomes of a record without one.</param>
    public static Consumed<TKey, TValue> WithTimestampExtractor<TKey, TValue>(
        TimestampExtractor<TKey, TValue> extractor, InvalidTimestamp onInvalid = InvalidTimestamp.Fail) =>
        With<TKey, TValue>(null, null).WithTimestampExtractor(extractor, onInvalid);
}
