using System.Collections.Frozen;

namespace Vitrine.Artifacts;

/// <summary>
/// Functions and members that an image takes from libraries. Windows functions are named without the ending for ANSI or wide characters, .NET
/// members by type and name; the subject is the name as it is listed here.
/// </summary>
internal sealed class ImportRule : CapabilityRule
{
    private readonly FrozenSet<string> _names;
    private readonly string[] _types;

    private ImportRule(string name, CapabilityKind kind, string title, params string[] names)
        : base(name, kind, title)
    {
        _names = names.Where(n => !n.EndsWith(".*", StringComparison.Ordinal)).ToFrozenSet(StringComparer.Ordinal);
        _types = [.. names.Where(n => n.EndsWith(".*", StringComparison.Ordinal)).Select(n => n[..^1])];
    }

    public static IReadOnlyList<ImportRule> Each { get; } =
    [
        new("execution.process", CapabilityKind.Execution, "starts other programs",
            "execv", "execve", "execvp", "execvpe", "execveat", "fexecve", "execl", "execle", "execlp", "posix_spawn", "posix_spawnp", "system", "popen",
            "_popen", "_wsystem", "_spawnv", "_spawnvp", "_execv",
            "CreateProcess", "CreateProcessAsUser", "CreateProcessWithLogon", "CreateProcessWithToken", "ShellExecute", "ShellExecuteEx", "WinExec",
            "NtCreateUserProcess", "RtlCreateUserProcess", "System.Diagnostics.Process.Start", "System.Management.Automation.PowerShell.Create"),
        new("loading.library", CapabilityKind.Loading, "loads libraries while it runs",
            "dlopen", "dlmopen", "LoadLibrary", "LoadLibraryEx", "LdrLoadDll", "LoadPackagedLibrary", "g_module_open",
            "System.Runtime.InteropServices.NativeLibrary.Load", "System.Runtime.InteropServices.NativeLibrary.TryLoad",
            "System.Reflection.Assembly.Load", "System.Reflection.Assembly.LoadFrom", "System.Reflection.Assembly.LoadFile",
            "System.Reflection.Assembly.UnsafeLoadFrom", "System.Runtime.Loader.AssemblyLoadContext.LoadFromAssemblyPath",
            "System.Runtime.Loader.AssemblyLoadContext.LoadFromStream", "System.AppDomain.Load"),
        new("loading.code", CapabilityKind.Loading, "makes or takes code from memory while it runs",
            "memfd_create", "VirtualAllocExNuma", "System.Reflection.Emit.*", "Microsoft.CodeAnalysis.CSharp.CSharpCompilation.*",
            "System.CodeDom.Compiler.CodeDomProvider.*", "lua_load", "luaL_loadstring", "luaL_loadbufferx", "PyRun_SimpleStringFlags", "PyRun_StringFlags",
            "Perl_eval_pv", "JS_Eval"),
        new("listener.socket", CapabilityKind.Listener, "waits for connections",
            "listen", "accept", "accept4", "WSAAccept", "AcceptEx", "System.Net.Sockets.TcpListener.Start", "System.Net.Sockets.Socket.Listen",
            "System.Net.HttpListener.Start", "HttpAddUrl", "HttpAddUrlToUrlGroup", "RpcServerListen", "CreateNamedPipe",
            "System.IO.Pipes.NamedPipeServerStream..ctor", "uv_listen", "evhttp_bind_socket", "SSL_accept"),
        new("listener.bind", CapabilityKind.Listener, "binds a local address", "bind", "System.Net.Sockets.Socket.Bind"),
        new("endpoint.connect", CapabilityKind.Endpoint, "connects to others",
            "connect", "WSAConnect", "ConnectEx", "InternetOpenUrl", "InternetConnect", "WinHttpConnect", "WinHttpOpenRequest", "URLDownloadToFile",
            "curl_easy_perform", "getaddrinfo", "gethostbyname", "DnsQuery_", "System.Net.Http.HttpClient..ctor", "System.Net.Sockets.TcpClient..ctor",
            "System.Net.Sockets.Socket.Connect", "System.Net.Sockets.Socket.ConnectAsync", "System.Net.WebClient..ctor", "System.Net.WebSockets.ClientWebSocket..ctor"),
        new("privilege.identity", CapabilityKind.Privilege, "changes whose rights it has",
            "setuid", "setgid", "seteuid", "setegid", "setreuid", "setregid", "setresuid", "setresgid", "setfsuid", "initgroups", "setgroups", "capset",
            "cap_set_proc", "pam_authenticate", "AdjustTokenPrivileges", "ImpersonateLoggedOnUser", "ImpersonateNamedPipeClient", "LogonUser", "DuplicateTokenEx",
            "SetThreadToken", "LsaAddAccountRights", "System.Security.Principal.WindowsIdentity.Impersonate", "System.Security.Principal.WindowsIdentity.RunImpersonated"),
        new("service.windows", CapabilityKind.Service, "is or makes a Windows service or scheduled task",
            "StartServiceCtrlDispatcher", "RegisterServiceCtrlHandler", "RegisterServiceCtrlHandlerEx", "CreateService", "ChangeServiceConfig", "ChangeServiceConfig2",
            "OpenSCManager", "StartService", "System.ServiceProcess.ServiceBase.Run", "System.ServiceProcess.ServiceBase..ctor", "NetScheduleJobAdd"),
        new("service.daemon", CapabilityKind.Service, "runs in the background", "daemon", "sd_notify", "sd_listen_fds"),
        new("driver.load", CapabilityKind.Driver, "loads code into the kernel",
            "init_module", "finit_module", "delete_module", "kmod_module_insert_module", "NtLoadDriver", "ZwLoadDriver", "ZwSetSystemInformation",
            "UpdateDriverForPlugAndPlayDevices", "DiInstallDriver", "SetupCopyOEMInf", "FilterLoad"),
        new("driver.filter", CapabilityKind.Driver, "filters files, network or processes in the kernel",
            "FltRegisterFilter", "FwpsCalloutRegister1", "FwpsCalloutRegister2", "PsSetCreateProcessNotifyRoutine", "PsSetCreateProcessNotifyRoutineEx",
            "PsSetLoadImageNotifyRoutine", "ObRegisterCallbacks", "CmRegisterCallbackEx", "nf_register_net_hook", "nf_register_net_hooks", "register_kprobe",
            "bpf", "bpf_prog_load", "bpf_object__load", "perf_event_open"),
        new("hook.process", CapabilityKind.Hook, "reaches into other processes",
            "ptrace", "process_vm_readv", "process_vm_writev", "WriteProcessMemory", "CreateRemoteThread", "CreateRemoteThreadEx", "NtCreateThreadEx",
            "QueueUserAPC", "SetWindowsHookEx", "NtMapViewOfSection", "DebugActiveProcess", "MiniDumpWriteDump"),
    ];

    public override void Look(LookedAt at, CapabilitySink sink)
    {
        if (at.Facts is not { } facts)
        {
            return;
        }

        foreach (var import in facts.Imports)
        {
            if (Listed(import.Name) is { } subject)
            {
                sink.See(Info, subject, at.Member, import.Offset, import.Library.Length == 0 ? $"imports {import.Name}" : $"imports {import.Name} of {import.Library}");
            }
        }
    }

    /// <summary>The name as it is listed; null where it is not.</summary>
    private string? Listed(string name)
    {
        if (_names.Contains(name))
        {
            return name;
        }

        var stem = name.Length > 3 && name[^1] is 'A' or 'W' ? name[..^1] : name.StartsWith("__", StringComparison.Ordinal) && name.EndsWith("_chk", StringComparison.Ordinal) ? name[2..^4] : "";
        if (stem.Length > 0 && _names.Contains(stem))
        {
            return stem;
        }

        return Array.Find(_types, type => name.StartsWith(type, StringComparison.Ordinal)) is { } found ? found + "*" : null;
    }
}
