using System.Diagnostics.CodeAnalysis;
using Kappa.Building;
using Kappa.Graph;

namespace Kappa;

/// <summary>A stream that is being split: takes the branches, in the order in which they are asked.</summary>
/// <typeparam name="TKey">Type of the keys.</typeparam>
/// <typeparam name="TValue">Type of the values.</typeparam>
/// <remarks>
/// A record goes to the first branch whose predicate it satisfies. End with <see cref="DefaultBranch(string)"/> or
/// <see cref="NoDefaultBranch"/>. A record without a value (a deletion) goes to every branch where the values are
/// structs, since no predicate can look at it; for other types the predicates see null.
/// </remarks>
[SuppressMessage("Naming", "CA1711", Justification = "The name that users of Kafka Streams know.")]
public sealed class BranchedKStream<TKey, TValue>
{
    private readonly KStream<TKey, TValue> _stream;
    private readonly string _name;
    private readonly List<SplitBranch<TKey, TValue>> _branches = [];
    private readonly Dictionary<string, Func<KStream<TKey, TValue>, KStream<TKey, TValue>>> _chains = [];
    private bool _hasEnded;

    internal BranchedKStream(KStream<TKey, TValue> stream)
    {
        _stream = stream;
        _name = stream.NameOf("split");
        stream.Draft.Begin(this, _name);
    }

    /// <summary>Adds a branch.</summary>
    /// <param name="predicate">(key, value) => whether a record that no branch before took goes there.</param>
    /// <param name="name">
    /// Name of the branch: <c>[a-z][a-z0-9-]{0,63}</c>. Names of operators and stores behind it begin with it, so that
    /// they stay when branches are added or moved.
    /// </param>
    /// <returns>This split.</returns>
    /// <exception cref="KappaException">KAP1025, KAP1026 or KAP1028: the name is none, or taken, or it has ended.
    /// </exception>
    public BranchedKStream<TKey, TValue> Branch(Func<TKey, TValue, bool> predicate, string name)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        _branches.Add(new SplitBranch<TKey, TValue>(Checked(name), predicate));
        return this;
    }

    /// <summary>Adds a branch with what follows it.</summary>
    /// <param name="predicate">(key, value) => whether a record that no branch before took goes there.</param>
    /// <param name="name">Name of the branch: <c>[a-z][a-z0-9-]{0,63}</c>.</param>
    /// <param name="chain">
    /// What follows, described when the split is ended: what it returns is the branch of that name.
    /// </param>
    /// <returns>This split.</returns>
    /// <exception cref="KappaException">KAP1025, KAP1026 or KAP1028: the name is none, or taken, or it has ended.
    /// </exception>
    public BranchedKStream<TKey, TValue> Branch(
        Func<TKey, TValue, bool> predicate, string name, Func<KStream<TKey, TValue>, KStream<TKey, TValue>> chain)
    {
        ArgumentNullException.ThrowIfNull(chain);
        Branch(predicate, name);
        _chains.Add(name, chain);
        return this;
    }

    /// <summary>Ends the split: what no branch took goes to another one, with what follows it.</summary>
    /// <param name="name">Name of that branch: <c>[a-z][a-z0-9-]{0,63}</c>.</param>
    /// <param name="chain">What follows: what it returns is the branch of that name.</param>
    /// <returns>The branches by their names.</returns>
    /// <exception cref="KappaException">KAP1025, KAP1026 or KAP1028: the name is none, or taken, or it has ended.
    /// </exception>
    public IReadOnlyDictionary<string, KStream<TKey, TValue>> DefaultBranch(
        string name, Func<KStream<TKey, TValue>, KStream<TKey, TValue>> chain)
    {
        ArgumentNullException.ThrowIfNull(chain);
        _chains.Add(Checked(name), chain);
        return End(name);
    }

    /// <summary>Ends the split: what no branch took goes to another one.</summary>
    /// <param name="name">Name of that branch: <c>[a-z][a-z0-9-]{0,63}</c>.</param>
    /// <returns>The branches by their names.</returns>
    /// <exception cref="KappaException">KAP1025, KAP1026 or KAP1028: the name is none, or taken, or it has ended.
    /// </exception>
    public IReadOnlyDictionary<string, KStream<TKey, TValue>> DefaultBranch(string name) => End(Checked(name));

    /// <summary>Ends the split: what no branch took is dropped.</summary>
    /// <returns>The branches by their names.</returns>
    /// <exception cref="KappaException">KAP1028: it has ended.</exception>
    public IReadOnlyDictionary<string, KStream<TKey, TValue>> NoDefaultBranch() => End(null);

    private string Checked(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        ThrowIfEnded();
        if (!Names.IsName(name))
        {
            throw TopologyErrors.BadBranchName(_name, name);
        }

        return _branches.Exists(branch => branch.Name == name)
            ? throw TopologyErrors.SameBranchName(_name, name) : name;
    }

    private Dictionary<string, KStream<TKey, TValue>> End(string? rest)
    {
        ThrowIfEnded();
        Node node = _stream.Draft.Add(new SplitNode<TKey, TValue>(
            _stream.NameOf("split"), _stream.Output, [.. _branches], rest));
        _hasEnded = true;
        _stream.Draft.End(this);
        IEnumerable<string> names = _branches.Select(branch => branch.Name);
        return (rest is null ? names : names.Append(rest)).ToDictionary(
            name => name, name => _chains.GetValueOrDefault(name, stream => stream)(Stream(node, name)));
    }

    private KStream<TKey, TValue> Stream(Node node, string branch) =>
        new(_stream.Draft, new NodeOutput(node, branch), $"{_stream.Root}-{branch}")
        {
            KeySerde = _stream.KeySerde,
            ValueSerde = _stream.ValueSerde,
            IsTable = _stream.IsTable,
        };

    private void ThrowIfEnded()
    {
        if (_hasEnded)
        {
            throw TopologyErrors.SplitEnded(_name);
        }
    }
}
