using Kappa.Graph;

namespace Kappa.Interpreter;

/// <summary>
/// What makes records of a stream out of records. A deletion of a struct has no value to look at, and goes through; of
/// other types functions see null (docs/semantics.md, 2.20).
/// </summary>
internal sealed class StreamOperators(InterpretedTask task) : IStreamVisitor
{
    public void Visit<TKey, TValue>(FilterNode<TKey, TValue> node) => task.Add(node, (_, item) =>
    {
        if (IsUnseen<TValue>(item) || node.Predicate(item.KeyAs<TKey>(), item.ValueAs<TValue>()))
        {
            task.Send(node, item);
        }
    });

    public void Visit<TKey, TValue, TResult>(MapValuesNode<TKey, TValue, TResult> node) => task.Add(node, (_, item) =>
        task.Send(node, IsUnseen<TValue>(item)
            ? item : item.WithValue(node.Mapper(item.KeyAs<TKey>(), item.ValueAs<TValue>()))));

    public void Visit<TKey, TValue, TNewKey>(SelectKeyNode<TKey, TValue, TNewKey> node) => task.Add(node, (_, item) =>
        task.Send(node, item.WithKey(node.Selector(item.KeyAs<TKey>(), item.ValueAs<TValue>()))));

    public void Visit<TKey, TValue, TNewKey, TNewValue>(MapNode<TKey, TValue, TNewKey, TNewValue> node) =>
        task.Add(node, (_, item) =>
        {
            (TNewKey key, TNewValue value) = node.Mapper(item.KeyAs<TKey>(), item.ValueAs<TValue>());
            task.Send(node, item.WithKey(key).WithValue(IsUnseen<TValue>(item) ? null : value));
        });

    public void Visit<TKey, TValue, TNewKey, TNewValue>(FlatMapNode<TKey, TValue, TNewKey, TNewValue> node) =>
        task.Add(node, (_, item) =>
        {
            foreach ((TNewKey key, TNewValue value) in node.Mapper(item.KeyAs<TKey>(), item.ValueAs<TValue>()))
            {
                task.Send(node, item.WithKey(key).WithValue(IsUnseen<TValue>(item) ? null : value));
            }
        });

    public void Visit<TKey, TValue, TResult>(FlatMapValuesNode<TKey, TValue, TResult> node) =>
        task.Add(node, (_, item) =>
        {
            if (IsUnseen<TValue>(item))
            {
                task.Send(node, item);
                return;
            }

            foreach (TResult result in node.Mapper(item.KeyAs<TKey>(), item.ValueAs<TValue>()))
            {
                task.Send(node, item.WithValue(result));
            }
        });

    public void Visit<TKey, TValue>(PeekNode<TKey, TValue> node) => task.Add(node, (_, item) => task.Send(node, item));

    public void Visit<TKey, TValue>(TimestampNode<TKey, TValue> node) => task.Add(node, (_, item) => task.Send(
        node, item with { TimestampMs = node.Extractor(item.KeyAs<TKey>(), item.ValueAs<TValue>()) }));

    /// <summary>What is done outside changes nothing here.</summary>
    public void Visit<TKey, TValue>(ForeachNode<TKey, TValue> node) => task.Add(node, (_, _) => { });

    public void Visit<TKey, TValue>(RouteNode<TKey, TValue> node) => task.Add(node, (_, item) => task.Send(
        node, item, node.Extractor(item.KeyAs<TKey>(), item.ValueAs<TValue>(), new RecordContext(
            task.Cause?.Topic, task.Cause?.Partition ?? -1, task.Cause?.Offset ?? -1, item.TimestampMs, default))));

    public void Visit<TKey, TValue>(MergeNode<TKey, TValue> node) =>
        task.Add(node, (_, item) => task.Send(node, item));

    public void Visit<TKey, TValue>(SplitNode<TKey, TValue> node) => task.Add(node, (_, item) =>
    {
        bool isUnseen = IsUnseen<TValue>(item); // It goes to every branch.
        IEnumerable<string> branches = node.Branches
            .Where(branch => isUnseen || branch.Predicate(item.KeyAs<TKey>(), item.ValueAs<TValue>()))
            .Select(branch => branch.Name).Append(node.Rest).Take(isUnseen ? int.MaxValue : 1).OfType<string>();
        foreach (string branch in branches)
        {
            task.Send(node, item, branch);
        }
    });

    public void Visit<TKey, TValue, TKeyOut, TValueOut>(ProcessNode<TKey, TValue, TKeyOut, TValueOut> node)
    {
        IProcessor<TKey, TValue, TKeyOut, TValueOut> own = node.Supplier();
        var context = new OwnContext<TKeyOut, TValueOut>(node, task);
        own.Init(context);
        task.Add(node, (_, item) => context.At(item.TimestampMs, () => own.Process(new Record<TKey, TValue>(
            item.KeyAs<TKey>(), item.HasKey, item.ValueAs<TValue>(), item.HasValue, item.TimestampMs))));
    }

    private static bool IsUnseen<TValue>(Item item) => !item.HasValue && default(TValue) is not null;
}
