using Microsoft.Build.Framework;

namespace Avocado.Sdk.Tasks.Compiling;

/// <summary>
/// Parameters, those that .NET's targets pass to their task of this name; the work is in Csc.cs. Avocado.Payload.props
/// sees to it that targets that pass others have their own task. Other targets than those for C# pass few.
/// </summary>
public sealed partial class Csc
{
    /// <summary>Folders in which references are looked for.</summary>
    public string[]? AdditionalLibPaths { get => Get<string[]>(); set => Set(value); }

    /// <summary>Modules that become part of the assembly.</summary>
    public string[]? AddModules { get => Get<string[]>(); set => Set(value); }

    /// <summary>Files for analyzers.</summary>
    public ITaskItem[]? AdditionalFiles { get => Get<ITaskItem[]>(); set => Set(value); }

    /// <summary>Pointers are allowed.</summary>
    public bool AllowUnsafeBlocks { get => Get<bool>(); set => Set(value); }

    /// <summary>Settings of analyzers.</summary>
    public ITaskItem[]? AnalyzerConfigFiles { get => Get<ITaskItem[]>(); set => Set(value); }

    /// <summary>Assemblies with analyzers and generators.</summary>
    public ITaskItem[]? Analyzers { get => Get<ITaskItem[]>(); set => Set(value); }

    /// <summary>A file with versions of assemblies.</summary>
    public string? ApplicationConfiguration { get => Get<string>(); set => Set(value); }

    /// <summary>Where the assembly likes to be loaded.</summary>
    public string? BaseAddress { get => Get<string>(); set => Set(value); }

    /// <summary>Arithmetic is checked.</summary>
    public bool CheckForOverflowUnderflow { get => Get<bool>(); set => Set(value); }

    /// <summary>Of the sources, in the symbols.</summary>
    public string? ChecksumAlgorithm { get => Get<string>(); set => Set(value); }

    /// <summary>A file with severities.</summary>
    public string? CodeAnalysisRuleSet { get => Get<string>(); set => Set(value); }

    /// <summary>The encoding of the sources.</summary>
    public int CodePage { get => Get<int>(); set => Set(value); }

    /// <summary>The kind of symbols.</summary>
    public string? DebugType { get => Get<string>(); set => Set(value); }

    /// <summary>Symbols of the preprocessor.</summary>
    public string? DefineConstants { get => Get<string>(); set => Set(value); }

    /// <summary>Room is left for a signature.</summary>
    public bool DelaySign { get => Get<bool>(); set => Set(value); }

    /// <summary>Codes that are not told.</summary>
    public string? DisabledWarnings { get => Get<string>(); set => Set(value); }

    /// <summary>The compiler's own folder has no references.</summary>
    public bool DisableSdkPath { get => Get<bool>(); set => Set(value); }

    /// <summary>A file to write documentation into.</summary>
    public string? DocumentationFile { get => Get<string>(); set => Set(value); }

    /// <summary>Sources go into the symbols.</summary>
    public bool EmbedAllSources { get => Get<bool>(); set => Set(value); }

    /// <summary>Files that go into the symbols.</summary>
    public ITaskItem[]? EmbeddedFiles { get => Get<ITaskItem[]>(); set => Set(value); }

    /// <summary>Symbols are written.</summary>
    public bool EmitDebugInformation { get => Get<bool>(); set => Set(value); }

    /// <summary>For the compiler.</summary>
    public string[]? EnvironmentVariables { get => Get<string[]>(); set => Set(value); }

    /// <summary>Messages say where they end.</summary>
    public bool ErrorEndLocation { get => Get<bool>(); set => Set(value); }

    /// <summary>A file to write messages into.</summary>
    public string? ErrorLog { get => Get<string>(); set => Set(value); }

    /// <summary>What is done when the compiler fails.</summary>
    public string? ErrorReport { get => Get<string>(); set => Set(value); }

    /// <summary>Features of the compiler.</summary>
    public string? Features { get => Get<string>(); set => Set(value); }

    /// <summary>Namespaces whose code may take the place of other.</summary>
    public string? InterceptorsNamespaces { get => Get<string>(); set => Set(value); }

    /// <summary>Their former name.</summary>
    public string? InterceptorsPreviewNamespaces { get => Get<string>(); set => Set(value); }

    /// <summary>The size of sections.</summary>
    public int FileAlignment { get => Get<int>(); set => Set(value); }

    /// <summary>A folder to write generated sources into.</summary>
    public string? GeneratedFilesOutputPath { get => Get<string>(); set => Set(value); }

    /// <summary>Messages name full paths.</summary>
    public bool GenerateFullPaths { get => Get<bool>(); set => Set(value); }

    /// <summary>Addresses may be high.</summary>
    public bool HighEntropyVA { get => Get<bool>(); set => Set(value); }

    /// <summary>Kinds of instrumentation.</summary>
    public string? Instrument { get => Get<string>(); set => Set(value); }

    /// <summary>Where the machine keeps the key.</summary>
    public string? KeyContainer { get => Get<string>(); set => Set(value); }

    /// <summary>A key to sign with.</summary>
    public string? KeyFile { get => Get<string>(); set => Set(value); }

    /// <summary>The version of C#.</summary>
    public string? LangVersion { get => Get<string>(); set => Set(value); }

    /// <summary>Resources that stay files.</summary>
    public ITaskItem[]? LinkResources { get => Get<ITaskItem[]>(); set => Set(value); }

    /// <summary>The type that the app starts with.</summary>
    public string? MainEntryPoint { get => Get<string>(); set => Set(value); }

    /// <summary>The assembly that a module becomes part of.</summary>
    public string? ModuleAssemblyName { get => Get<string>(); set => Set(value); }

    /// <summary>No response file is read.</summary>
    public bool NoConfig { get => Get<bool>(); set => Set(value); }

    /// <summary>The compiler does not say its name.</summary>
    public bool NoLogo { get => Get<bool>(); set => Set(value); }

    /// <summary>No library is referenced unasked.</summary>
    public bool NoStandardLib { get => Get<bool>(); set => Set(value); }

    /// <summary>No manifest is added.</summary>
    public bool NoWin32Manifest { get => Get<bool>(); set => Set(value); }

    /// <summary>What is done about null.</summary>
    public string? Nullable { get => Get<string>(); set => Set(value); }

    /// <summary>Code is optimized.</summary>
    public bool Optimize { get => Get<bool>(); set => Set(value); }

    /// <summary>The same inputs give the same bytes.</summary>
    public bool Deterministic { get => Get<bool>(); set => Set(value); }

    /// <summary>Signed with a public key only.</summary>
    public bool PublicSign { get => Get<bool>(); set => Set(value); }

    /// <summary>The assembly.</summary>
    [Output]
    public ITaskItem? OutputAssembly { get => Get<ITaskItem>(); set => Set(value); }

    /// <summary>What the assembly declares.</summary>
    [Output]
    public ITaskItem? OutputRefAssembly { get => Get<ITaskItem>(); set => Set(value); }

    /// <summary>The symbols.</summary>
    public string? PdbFile { get => Get<string>(); set => Set(value); }

    /// <summary>The processor.</summary>
    public string? Platform { get => Get<string>(); set => Set(value); }

    /// <summary>32 bits are preferred.</summary>
    public bool Prefer32Bit { get => Get<bool>(); set => Set(value); }

    /// <summary>The language of messages.</summary>
    public string? PreferredUILang { get => Get<string>(); set => Set(value); }

    /// <summary>The project's name.</summary>
    public string? ProjectName { get => Get<string>(); set => Set(value); }

    /// <summary>The arguments are wanted.</summary>
    public bool ProvideCommandLineArgs { get => Get<bool>(); set => Set(value); }

    /// <summary>Assemblies that are used.</summary>
    public ITaskItem[]? References { get => Get<ITaskItem[]>(); set => Set(value); }

    /// <summary>Only what the assembly declares is written.</summary>
    public bool RefOnly { get => Get<bool>(); set => Set(value); }

    /// <summary>The time of analyzers is told.</summary>
    public bool ReportAnalyzer { get => Get<bool>(); set => Set(value); }

    /// <summary>Friends are told.</summary>
    public bool ReportIVTs { get => Get<bool>(); set => Set(value); }

    /// <summary>Files that become resources.</summary>
    public ITaskItem[]? Resources { get => Get<ITaskItem[]>(); set => Set(value); }

    /// <summary>Files with arguments.</summary>
    public ITaskItem[]? ResponseFiles { get => Get<ITaskItem[]>(); set => Set(value); }

    /// <summary>The version of the runtime that the assembly names.</summary>
    public string? RuntimeMetadataVersion { get => Get<string>(); set => Set(value); }

    /// <summary>The name of the server.</summary>
    public string? SharedCompilationId { get => Get<string>(); set => Set(value); }

    /// <summary>Only generators are run.</summary>
    public bool SkipAnalyzers { get => Get<bool>(); set => Set(value); }

    /// <summary>Nothing is compiled.</summary>
    public bool SkipCompilerExecution { get => Get<bool>(); set => Set(value); }

    /// <summary>Sources.</summary>
    public ITaskItem[]? Sources { get => Get<ITaskItem[]>(); set => Set(value); }

    /// <summary>The version of the system that the assembly needs.</summary>
    public string? SubsystemVersion { get => Get<string>(); set => Set(value); }

    /// <summary>Program or library.</summary>
    public string? TargetType { get => Get<string>(); set => Set(value); }

    /// <summary>The framework.</summary>
    public string? TargetFramework { get => Get<string>(); set => Set(value); }

    /// <summary>The name of the compiler.</summary>
    public string? ToolExe { get => Get<string>(); set => Set(value); }

    /// <summary>The folder of the compiler.</summary>
    public string? ToolPath { get => Get<string>(); set => Set(value); }

    /// <summary>Every warning is an error.</summary>
    public bool TreatWarningsAsErrors { get => Get<bool>(); set => Set(value); }

    /// <summary>The editor may compile.</summary>
    public bool UseHostCompilerIfAvailable { get => Get<bool>(); set => Set(value); }

    /// <summary>A server compiles.</summary>
    public bool UseSharedCompilation { get => Get<bool>(); set => Set(value); }

    /// <summary>Messages are UTF-8.</summary>
    public bool Utf8Output { get => Get<bool>(); set => Set(value); }

    /// <summary>The editor's session.</summary>
    public string? VsSessionGuid { get => Get<string>(); set => Set(value); }

    /// <summary>How much is warned of.</summary>
    public int WarningLevel { get => Get<int>(); set => Set(value); }

    /// <summary>Codes that are errors.</summary>
    public string? WarningsAsErrors { get => Get<string>(); set => Set(value); }

    /// <summary>Codes that are none.</summary>
    public string? WarningsNotAsErrors { get => Get<string>(); set => Set(value); }

    /// <summary>An icon.</summary>
    public string? Win32Icon { get => Get<string>(); set => Set(value); }

    /// <summary>A manifest.</summary>
    public string? Win32Manifest { get => Get<string>(); set => Set(value); }

    /// <summary>Resources of Windows.</summary>
    public string? Win32Resource { get => Get<string>(); set => Set(value); }

    /// <summary>Folders, and what is written in their place.</summary>
    public string? PathMap { get => Get<string>(); set => Set(value); }

    /// <summary>A file that says where sources are.</summary>
    public string? SourceLink { get => Get<string>(); set => Set(value); }

    /// <summary>The kind of compiler.</summary>
    public string? CompilerType { get => Get<string>(); set => Set(value); }

    /// <summary>Commands are not shown.</summary>
    public bool EchoOff { get => Get<bool>(); set => Set(value); }

    /// <summary>Running the tool is an error.</summary>
    public bool FailIfNotIncremental { get => Get<bool>(); set => Set(value); }

    /// <summary>What goes to standard error is an error.</summary>
    public bool LogStandardErrorAsError { get => Get<bool>(); set => Set(value); }

    /// <summary>Files that may be settings of analyzers.</summary>
    public ITaskItem[]? PotentialAnalyzerConfigFiles { get => Get<ITaskItem[]>(); set => Set(value); }

    /// <summary>The importance of standard error.</summary>
    public string? StandardErrorImportance { get => Get<string>(); set => Set(value); }

    /// <summary>The importance of standard output.</summary>
    public string? StandardOutputImportance { get => Get<string>(); set => Set(value); }

    /// <summary>Milliseconds.</summary>
    public int Timeout { get => Get<int>(); set => Set(value); }

    /// <summary>A shell starts the compiler.</summary>
    public bool UseCommandProcessor { get => Get<bool>(); set => Set(value); }

    /// <summary>The encoding of the shell.</summary>
    public string? UseUtf8Encoding { get => Get<string>(); set => Set(value); }

    /// <summary>Others may build meanwhile.</summary>
    public bool YieldDuringToolExecution { get => Get<bool>(); set => Set(value); }

    /// <summary>The arguments of the compiler, when they are wanted.</summary>
    [Output]
    public ITaskItem[]? CommandLineArgs { get; private set; }

    /// <summary>0 when it worked.</summary>
    [Output]
    public int ExitCode { get; private set; }
}
