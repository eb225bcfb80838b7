namespace Kappa;

/// <summary>Where and how records are printed. Immutable; made by <see cref="Printed"/>.</summary>
/// <typeparam name="TKey">Type of the keys.</typeparam>
/// <typeparam name="TValue">Type of the values.</typeparam>
public sealed class Printed<TKey, TValue>
{
    private readonly TextWriter? _writer;
    private readonly string? _label;
    private readonly Func<TKey, TValue, string> _line;

    internal Printed(TextWriter? writer, string? label, Func<TKey, TValue, string> line) =>
        (_writer, _label, _line) = (writer, label, line);

    /// <summary>The same with another label before each line.</summary>
    /// <param name="label">The label; without one it is the name of what is printed.</param>
    public Printed<TKey, TValue> WithLabel(string label)
    {
        ArgumentException.ThrowIfNullOrEmpty(label);
        return new Printed<TKey, TValue>(_writer, label, _line);
    }

    /// <summary>The same with other lines.</summary>
    /// <param name="mapper">(key, value) => what is printed behind the label.</param>
    public Printed<TKey, TValue> WithKeyValueMapper(Func<TKey, TValue, string> mapper)
    {
        ArgumentNullException.ThrowIfNull(mapper);
        return new Printed<TKey, TValue>(_writer, _label, mapper);
    }

    /// <summary>Prints one record: <c>[label]: key, value</c>, as Kafka Streams does.</summary>
    internal Action<TKey, TValue> Action(string name)
    {
        string before = $"[{_label ?? name}]: ";
        return (key, value) => (_writer ?? Console.Out).WriteLine(before + _line(key, value));
    }
}
