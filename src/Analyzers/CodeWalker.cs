using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Kappa.Analyzers;

/// <summary>
/// Walks through a method and the lambdas in it, and tells code of a topology from code that may be reached from one.
/// </summary>
internal sealed class CodeWalker : OperationWalker
{
    private readonly TopologyTypes _types;
    private readonly TopologyReach _reach;
    private readonly Action<Diagnostic> _report;
    private readonly MethodFacts _facts; // Of the method; of nobody where it is topology code.
    private readonly bool _isCode;
    private readonly Changes _changes;
    private IAnonymousFunctionOperation? _operator; // The lambda that an operator is given, while in it.
    private int _effects; // Above zero where IsReplaying has been asked.

    public CodeWalker(ISymbol owner, TopologyTypes types, TopologyReach reach, Action<Diagnostic> report)
    {
        (_types, _reach, _report) = (types, reach, report);
        _isCode = types.IsCode(owner);
        _facts = owner is IMethodSymbol method && !_isCode ? reach.FactsOf(method) : new MethodFacts();
        _changes = new Changes(reach);
    }

    private bool IsDirect => _isCode || _operator is not null;

    public override void VisitAnonymousFunction(IAnonymousFunctionOperation operation)
    {
        IAnonymousFunctionOperation? outer = _operator;
        if (IsGivenToOperator(operation))
        {
            _operator = operation;
            Report(AsyncCode.FindIn(operation.Symbol, operation.Syntax));
        }

        base.VisitAnonymousFunction(operation);
        _operator = outer;
    }

    public override void VisitMethodReference(IMethodReferenceOperation operation)
    {
        IMethodSymbol method = operation.Method.OriginalDefinition;
        if (IsGivenToOperator(operation))
        {
            _reach.Give(method);
            Report(AsyncCode.FindIn(method, operation.Syntax));
        }
        else
        {
            Call(method);
        }

        base.VisitMethodReference(operation);
    }

    public override void VisitInvocation(IInvocationOperation operation)
    {
        Look(operation.TargetMethod, operation.Syntax);
        Report(AsyncCode.FindIn(operation));
        Report(HashTables.FindIn(operation));
        Report(JsonSerdes.FindIn(operation));
        Report(_changes.FindIn(operation, _operator));
        Call(operation.TargetMethod.OriginalDefinition);
        base.VisitInvocation(operation);
    }

    public override void VisitObjectCreation(IObjectCreationOperation operation)
    {
        if (operation.Constructor is { } constructor)
        {
            Look(constructor, operation.Syntax);
            Call(constructor.OriginalDefinition);
        }

        base.VisitObjectCreation(operation);
    }

    public override void VisitPropertyReference(IPropertyReferenceOperation operation)
    {
        IPropertySymbol property = operation.Property.OriginalDefinition;
        Look(property, operation.Syntax);
        if (StaticState.Find(property, operation.Syntax) is { } state)
        {
            Report(state);
        }
        else if (property.GetMethod is { } getter)
        {
            Call(getter);
        }

        base.VisitPropertyReference(operation);
    }

    public override void VisitFieldReference(IFieldReferenceOperation operation)
    {
        Report(StaticState.Find(operation.Field, operation.Syntax));
        base.VisitFieldReference(operation);
    }

    public override void VisitForEachLoop(IForEachLoopOperation operation)
    {
        Report(HashTables.FindIn(operation));
        base.VisitForEachLoop(operation);
    }

    public override void VisitReturn(IReturnOperation operation)
    {
        Report(_operator is null ? null : HashTables.FindIn(operation));
        base.VisitReturn(operation);
    }

    public override void VisitSimpleAssignment(ISimpleAssignmentOperation operation)
    {
        Change(operation.Target);
        base.VisitSimpleAssignment(operation);
    }

    public override void VisitCompoundAssignment(ICompoundAssignmentOperation operation)
    {
        Change(operation.Target);
        base.VisitCompoundAssignment(operation);
    }

    public override void VisitCoalesceAssignment(ICoalesceAssignmentOperation operation)
    {
        Change(operation.Target);
        base.VisitCoalesceAssignment(operation);
    }

    public override void VisitIncrementOrDecrement(IIncrementOrDecrementOperation operation)
    {
        Change(operation.Target);
        base.VisitIncrementOrDecrement(operation);
    }

    public override void VisitArgument(IArgumentOperation operation)
    {
        if (operation.Parameter?.RefKind is RefKind.Ref or RefKind.Out)
        {
            Change(operation.Value);
        }

        base.VisitArgument(operation);
    }

    public override void VisitConditional(IConditionalOperation operation)
    {
        int asked = Effects.AsksReplaying(operation.Condition) ? 1 : 0;
        _effects += asked;
        base.VisitConditional(operation);
        _effects -= asked;
    }

    public override void VisitBlock(IBlockOperation operation)
    {
        int asked = 0;
        foreach (IOperation statement in operation.Operations)
        {
            Visit(statement);
            if (Effects.ReturnsInReplay(statement))
            {
                asked++;
                _effects++;
            }
        }

        _effects -= asked;
    }

    private bool IsGivenToOperator(IOperation operation)
    {
        IOperation? parent = operation.Parent;
        while (parent is IDelegateCreationOperation or IConversionOperation or IParenthesizedOperation)
        {
            parent = parent.Parent;
        }

        return parent is IArgumentOperation { Parameter: { } parameter, Parent: IInvocationOperation invocation }
            && _types.RunsForRecords(invocation.TargetMethod.OriginalDefinition, parameter.OriginalDefinition);
    }

    private void Change(IOperation target) => Report(_changes.Find(target, _operator));

    private void Look(ISymbol member, SyntaxNode syntax)
    {
        DiagnosticDescriptor? rule = Machine.RuleOf(member);
        if (rule is not null && (rule != Rules.Outside || _effects == 0))
        {
            Report(new Suspect(rule, syntax.GetLocation(), Machine.NameOf(member)));
        }
    }

    private void Call(IMethodSymbol method)
    {
        if (method.DeclaringSyntaxReferences.Length == 0)
        {
            return; // Of another assembly: what counts there is in the table of members.
        }

        if (IsDirect)
        {
            _reach.Call(method);
        }
        else
        {
            _facts.Calls.Add(method);
        }
    }

    private void Report(Suspect? suspect)
    {
        if (suspect is null)
        {
            return;
        }

        if (IsDirect || suspect.IsAlways)
        {
            _report(suspect.ToDiagnostic());
        }
        else
        {
            _facts.Suspects.Add(suspect);
        }
    }
}
