using Kappa.Building;
using Kappa.Graph;

namespace Kappa;

/// <inheritdoc cref="CogroupInput{TKey,TTotal}"/>
internal sealed class CogroupInput<TKey, TValue, TTotal>(
    KGroupedStream<TKey, TValue> grouped, Func<TKey, TValue, TTotal, TTotal> aggregator) : CogroupInput<TKey, TTotal>
{
    private const string Plain = "cogroup-aggregate";

    public override GraphDraft Draft => grouped.Draft;

    public override StoreSpec<TKey, TTotal> Describe(string kind, Materialized? materialized) =>
        grouped.Described<TTotal>(kind, materialized);

    public override Node Add(StoreSpec<TKey, TTotal> store, Func<TTotal> initializer) => Draft.Add(
        new AggregateNode<TKey, TValue, TTotal>(
            Draft.NameOf(store.Name, Plain), Placed(store), Plain,
            new Fold<TKey, TValue, TTotal>(initializer, aggregator), store));

    public override Node Add(
        StoreSpec store, IFoldWindows windows, Func<TTotal> initializer, Func<TKey, TTotal, TTotal, TTotal>? merger)
    {
        string kind = $"{windows.Word}-{Plain}";
        var place = new FoldPlace(
            Draft.NameOf(store.Name, kind), Placed(store), kind, EmitStrategy.OnWindowUpdate, IsOneOfMany: true);
        var fold = new Fold<TKey, TValue, TTotal>(initializer, aggregator) { Merger = merger };
        return Draft.Add(windows.NodeOf(place, fold, store));
    }

    /// <summary>An exchange is named for the store and the stream: another one may lead to the same store.</summary>
    private NodeOutput Placed(StoreSpec store) => grouped.Placed(Names.Sanitise($"{store.Name}-{grouped.Root}"));
}
