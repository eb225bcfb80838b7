using Kappa.Building;
using Kappa.Graph;

namespace Kappa;

/// <content>Operators of the user's own.</content>
public sealed partial class KStream<TKey, TValue>
{
    /// <summary>Hands each record to an operator of your own, with stores and a clock.</summary>
    /// <typeparam name="TKeyOut">Type of the keys that go on.</typeparam>
    /// <typeparam name="TValueOut">Type of the values that go on.</typeparam>
    /// <param name="supplier">Makes an operator, a new one for each task.</param>
    /// <param name="stores">
    /// Names of the stores that it uses, which <see cref="StreamBuilder.AddStateStore"/> has taken in. Operators that
    /// share one run in one task.
    /// </param>
    /// <remarks>
    /// Records come as they lie: where the key was changed before and the store goes by it, repartition first. What
    /// goes on may have another key, so that what needs the key moves records; <see cref="ProcessValues"/> spares that.
    /// </remarks>
    /// <exception cref="KappaException">KAP1050, KAP1051: no such store, or one operator for all tasks.</exception>
    public KStream<TKeyOut, TValueOut> Process<TKeyOut, TValueOut>(
        Func<IProcessor<TKey, TValue, TKeyOut, TValueOut>> supplier, params string[] stores)
    {
        ArgumentNullException.ThrowIfNull(supplier);
        return new KStream<TKeyOut, TValueOut>(_draft, AddProcess("process", supplier, stores, keepsKey: false), _root);
    }

    /// <summary>Hands each record to an operator of your own that leaves its key alone.</summary>
    /// <typeparam name="TValueOut">Type of the values that go on.</typeparam>
    /// <inheritdoc cref="Process" path="/param"/>
    /// <inheritdoc cref="Process" path="/exception"/>
    public KStream<TKey, TValueOut> ProcessValues<TValueOut>(
        Func<IFixedKeyProcessor<TKey, TValue, TValueOut>> supplier, params string[] stores)
    {
        ArgumentNullException.ThrowIfNull(supplier);
        NodeOutput output = AddProcess(
            "process-values", () => new FixedKeyAdapter<TKey, TValue, TValueOut>(supplier()), stores, keepsKey: true,
            supplier);
        return new KStream<TKey, TValueOut>(_draft, output, _root) { KeySerde = KeySerde };
    }

    private NodeOutput AddProcess<TKeyOut, TValueOut>(
        string operation, Func<IProcessor<TKey, TValue, TKeyOut, TValueOut>> supplier, string[] stores, bool keepsKey,
        Func<object>? user = null)
    {
        ArgumentNullException.ThrowIfNull(stores);
        string name = NameOf(operation);
        user ??= supplier;
        if (ReferenceEquals(user(), user()))
        {
            throw TopologyErrors.SharedProcessor(name);
        }

        return _draft.Add(new ProcessNode<TKey, TValue, TKeyOut, TValueOut>(
            name, _output, supplier, [.. stores.Select(store => _draft.StoreOf(name, store))], keepsKey));
    }
}
