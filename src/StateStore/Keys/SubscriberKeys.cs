namespace Kappa.StateStores;

/// <summary>The bytes of a subscriber's row: the foreign key, coded, then a <see cref="SubscriberId"/>.</summary>
/// <remarks>One thread.</remarks>
/// <typeparam name="TForeign">Type of the foreign keys.</typeparam>
/// <param name="foreignSerde">Codes foreign keys, so that they sort.</param>
public sealed class SubscriberKeys<TForeign>(ISerde<TForeign> foreignSerde)
{
    private readonly SortedKey<TForeign> _coding = new(foreignSerde);

    /// <summary>The foreign key that a row is of.</summary>
    /// <param name="row">Key bytes of the row.</param>
    /// <exception cref="KappaException">KAP3007: they do not begin with a key.</exception>
    public TForeign ForeignOf(ReadOnlySpan<byte> row)
    {
        int length = _coding.Length(row);
        return length + SubscriberId.Bytes == row.Length
            ? _coding.Read(row[..length]) : throw StoreErrors.KeyUnreadable(foreignSerde.Name, row);
    }
}
