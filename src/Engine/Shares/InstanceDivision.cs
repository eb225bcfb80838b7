using Kappa.Graph;
using Kappa.Logs;

namespace Kappa.Engine;

/// <summary>
/// Divides an instance among workers, and unites it again: one transaction says where each of the new owners begins,
/// all of them at the same cut; what the old ones have said is void (docs/protocols.md, 12).
/// </summary>
/// <remarks>Nobody runs the instance meanwhile: whoever tries to go on is fenced.</remarks>
internal sealed class InstanceDivision : IDisposable
{
    private readonly ILog _log;
    private readonly TaskPlan _plan;
    private readonly ILogProducer _producer;
    private readonly ByteWriter _writer = new();
    private readonly RecordBuffer _records = new();
    private readonly TopicPartition _positions;

    private InstanceDivision(ILog log, TaskPlan plan)
    {
        (_log, _plan, _positions) = (log, plan, PositionLog.PartitionOf(plan.Instance));
        _producer = log.OpenProducer(plan.Instance);
    }

    /// <summary>Divides an instance.</summary>
    /// <param name="topology">What it runs.</param>
    /// <param name="log">The log.</param>
    /// <param name="instance">Number of the instance.</param>
    /// <param name="workers">Among how many; 1 or more.</param>
    /// <returns>The division, for <see cref="EngineSettings.Share"/>.</returns>
    /// <exception cref="KappaException">KAP5114 (exit 78): it is divided already.</exception>
    public static Division Divide(Topology topology, ILog log, int instance, int workers)
    {
        string name = InstanceName.Of(topology, instance).ToString();
        using var division = new InstanceDivision(log, TaskPlan.Make(topology, name, log));
        return division.Divide(workers);
    }

    /// <summary>Unites an instance whose shares all stand at the same cut.</summary>
    /// <exception cref="KappaException">
    /// KAP5116 (exit 78): they do not. KAP5115 (exit 78): it is not divided so.
    /// </exception>
    public static void Unite(Topology topology, ILog log, int instance, Division division)
    {
        string name = InstanceName.Of(topology, instance).ToString();
        using var united = new InstanceDivision(log, TaskPlan.Make(topology, name, log));
        united.Unite(division);
    }

    public void Dispose()
    {
        _records.Dispose();
        _producer.Dispose();
    }

    private Division Divide(int workers)
    {
        Position position = PositionLog.ReadLast(_log, _plan.Instance)
            ?? new Position(Cut.Zero, 0, new CutSources([]), [], []);
        long end = _log.Offsets(_positions).LastStable;
        Division division = Division.Even(_plan, end, workers);
        TaskShare[] shares = [.. division.SharesOf(_plan), TaskShare.Sequencer(division)];
        Fence(shares); // Those of an earlier division go no further; then lanes are looked at.
        _writer.Clear();
        division.Write(_writer);
        Add(position.Cut, PositionLog.DivisionKey);
        WriteTasks(position, position.ChangelogsOf(_plan), withLanes: true);
        Array.ForEach(shares, share => WritePosition(position, share.Key(), end));
        Commit();
        return division;
    }

    private void Unite(Division division)
    {
        TaskShare[] shares = [.. division.SharesOf(_plan)];
        Fence(shares);
        Position[] positions = [.. shares.Select(share => PositionLog.ReadShare(_log, _plan.Instance, share)
            .Of(_plan, share))];
        if (positions.Select(position => position.Cut.Number).Distinct().Count() > 1)
        {
            throw EngineErrors.SharesApart(
                _plan.Instance, shares.Zip(positions, (share, position) => (share.Name, position.Cut.Number)));
        }

        // The cut log is read from where the slowest reader stands, with the sources that the last one knew.
        Position widest = positions.MaxBy(position => position.Sources.Count)!;
        Position whole = widest with { CutLogOffset = positions.Min(position => position.CutLogOffset) };
        long end = _log.Offsets(_positions).LastStable;
        WriteTasks(whole, positions.SelectMany(position => position.ChangelogsOf(_plan)).ToDictionary(), false);
        WritePosition(whole, [.. PositionLog.Key], end);
        Commit();
    }

    private void Fence(TaskShare[] shares) =>
        Array.ForEach(shares, share => _log.OpenProducer(share.WriterOf(_plan.Instance)).Dispose());

    private void WriteTasks(
        Position position, Dictionary<(string Store, int Partition), long> changelogs, bool withLanes)
    {
        foreach (TaskId task in _plan.TaskIdsOf(null))
        {
            Subtopology sub = _plan.Topology.Graph.Subtopologies[task.Subtopology];
            _writer.Clear();
            new TaskPosition(position.Cut.Number, sub.Stores.ToDictionary(
                store => store.Name, store => changelogs.GetValueOrDefault((store.Name, task.Partition))))
            {
                LanesOut = Exchanges(withLanes ? sub.Nodes : []).ToDictionary(
                    exchange => exchange.Name,
                    IReadOnlyList<long> (exchange) => new long[_plan.TasksOf(_plan.DownstreamOf(exchange))]),
                LanesIn = Exchanges(withLanes ? sub.Inputs : []).ToDictionary(
                    exchange => exchange.Name, exchange => FirstLanes(exchange, task)),
            }.Write(_writer);
            Add(position.Cut, PositionLog.KeyOf(task));
        }
    }

    /// <summary>The lanes of a new division begin behind what is left of an earlier one.</summary>
    private LanePosition FirstLanes(Node exchange, TaskId task)
    {
        int tasks = _plan.TasksOf(_plan.DownstreamOf(exchange));
        string topic = LaneTopic.Ensure(_log, _plan.Instance, exchange.Name, tasks).Name;
        return new LanePosition(
            _log.Offsets(new TopicPartition(topic, task.Partition)).LastStable,
            new long[_plan.TasksOf(_plan.UpstreamOf(exchange))]);
    }

    private static IEnumerable<Node> Exchanges(IEnumerable<Node> nodes) =>
        nodes.Where(node => node is IExchangeNode && node.Children.Count > 0);

    private void WritePosition(Position position, byte[] key, long tasksFrom)
    {
        _writer.Clear();
        PositionCodec.Write(
            _writer, position.Cut, position.CutLogOffset, position.Sources, position.Ends, position.Starts, tasksFrom);
        Add(position.Cut, key);
    }

    private void Add(Cut cut, ReadOnlySpan<byte> key) =>
        _records.Add(cut.ClockMs, true, key, true, _writer.Written);

    private void Commit()
    {
        _producer.Append(_positions, _records);
        _producer.Commit();
    }
}
