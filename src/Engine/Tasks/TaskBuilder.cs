using Kappa.Graph;
using Kappa.StateStores;

namespace Kappa.Engine;

/// <summary>Builds a task: the chain of its subtopology's operators, with what it reads, keeps and writes.</summary>
internal sealed class TaskBuilder(TaskSite site, Subtopology subtopology, TaskId id, IStateBackend? backend)
{
    private readonly TaskParts _parts = new();

    public StreamTask Build()
    {
        try
        {
            var context = new TaskContext(id.Partition, site.IsReplaying);
            var stores = new TaskStores(site.Plan, subtopology, id, backend, _parts);
            if (subtopology.Times is { } times)
            {
                _parts.Times = new TaskTimes(context, new TimeRows(stores.Of(times)));
                _parts.Inputs.Add(new TimerInput(_parts.Times, context)); // Before all others.
            }

            Compile(new ChainBuilder(context, stores, _parts.Times));
            _parts.Times?.Load();
            return new StreamTask(id, context, _parts, backend);
        }
        catch
        {
            _parts.Close();
            throw;
        }
    }

    private void Compile(ChainBuilder chain)
    {
        var inputs = new TaskInputs(chain, site, id, _parts);
        var compiler = new ChainCompiler(
            chain, site.Plan.Topology, site.Checks, inputs, new EdgeCompiler(chain, site, id, _parts));
        compiler.Compile(subtopology.Nodes);
        _parts.Closing.AddRange(chain.Closing);
        foreach (Node input in subtopology.Reads)
        {
            if (input is IExchangeNode exchange)
            {
                exchange.Accept(inputs);
            }
            else
            {
                input.Accept(compiler);
            }
        }

        _parts.Stores.Sort((left, right) => string.CompareOrdinal(left.Name, right.Name));
    }
}
